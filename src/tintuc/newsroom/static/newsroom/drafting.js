// Shows how far a machine is, as long as it works. Without script the page is reloaded by hand.
(() => {
  const place = () => document.getElementById("drafting");
  const again = async () => {
    const wait = Number(place()?.dataset.refresh);
    if (!wait) return;
    await new Promise((done) => setTimeout(done, wait));
    // Nobody loses the button under their finger, and no page is asked for that nobody sees.
    if (!document.hidden && !place().contains(document.activeElement)) {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("drafting");
        if (answer.ok && fresh) place().replaceWith(fresh);
      } catch {
        // The next time may do better.
      }
    }
    again();
  };
  again();
})();
