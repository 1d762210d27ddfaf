"""Sites, editions, sections, languages, policies, who may do what where."""
