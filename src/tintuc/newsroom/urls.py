"""The desk's own addresses, under Wagtail's."""

from django.urls import path

from tintuc.newsroom.views import article, board, checks, engines, exchange, languages, names, queue, story, terms

urlpatterns = [
    path("checks/", checks.index, name="newsroom_checks"),
    path("checks/<str:ident>/", checks.card, name="newsroom_check"),
    path("terms/import/", terms.take_in, name="newsroom_terms_import"),
    path("terms/export/", terms.write_out, name="newsroom_terms_export"),
    path("names/proposed/", names.proposed, name="newsroom_proposed_names"),
    path("names/proposed/<int:pk>/", names.decide, name="newsroom_decide_name"),
    path("board/", board.index, name="newsroom_board"),
    path("board/translate/", board.translate, name="newsroom_board_translate"),
    path("board/<int:pk>/", languages.sheet, name="newsroom_story_languages"),
    path("board/<int:pk>/give/", languages.give, name="newsroom_give"),
    path("board/<int:pk>/plan/", languages.plan, name="newsroom_plan"),
    path("board/<int:pk>/undo/", languages.undo, name="newsroom_plan_undo"),
    path("queue/", queue.index, name="newsroom_queue"),
    path("queue/languages/", queue.languages, name="newsroom_queue_languages"),
    path("story/new/", story.new_story, name="newsroom_new_story"),
    path("article/<int:pk>/waive/", article.waive_finding, name="newsroom_waive"),
    path("article/<int:pk>/take-back/", article.take_back_waiver, name="newsroom_take_back"),
    path("article/<int:pk>/translate/", article.translate, name="newsroom_translate"),
    path("article/<int:pk>/confirm/", article.confirm_unit, name="newsroom_confirm"),
    path("article/<int:pk>/exchange/", exchange.exchange, name="newsroom_exchange"),
    path("article/<int:pk>/exchange/<str:kind>/", exchange.send_out, name="newsroom_send_out"),
    path("engines/", engines.index, name="newsroom_engines"),
    path("article/<int:pk>/drafting/", engines.drafting, name="newsroom_drafting"),
    path("article/<int:pk>/drafting/start/", engines.start, name="newsroom_start_drafting"),
    path("article/<int:pk>/drafting/stop/", engines.stop_it, name="newsroom_stop_drafting"),
    path("article/<int:pk>/vouch/", article.vouch_for, name="newsroom_vouch"),
    path("article/<int:pk>/withdraw/", article.withdraw_article, name="newsroom_withdraw"),
    path("article/<int:pk>/place/", article.place, name="newsroom_place"),
    path("article/<int:pk>/unplace/", article.unplace, name="newsroom_unplace"),
    path("article/<int:pk>/credit/", article.add_credit, name="newsroom_credit"),
    path("article/<int:pk>/uncredit/", article.remove_credit, name="newsroom_uncredit"),
]
