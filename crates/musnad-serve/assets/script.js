// Comfort only: every page works without this file. Keys: / search, j and k through results and facts, arrows to the page of results
// before and after this one, ? the list of all keys.
"use strict";
(() => {
  const OFF = "musnad-keys-off";
  const stored = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const button = document.getElementById("keys");
  if (button) {
    const show = () => { button.hidden = false; button.textContent = button.dataset[stored() ? "on" : "off"]; };
    button.addEventListener("click", () => {
      try { localStorage.setItem(OFF, stored() ? "0" : "1"); } catch { /* no storage: nothing to keep */ }
      show();
    });
    show();
  }
  const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  const stops = () => [...document.querySelectorAll(".hits h2 a, .fact .label > a:first-child, .told .snippet a, .lines > li > a:first-child")];
  document.addEventListener("keydown", (event) => {
    if (stored() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const links = stops();
    const at = links.indexOf(document.activeElement);
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("q")?.focus();
    } else if (event.key === "j" && links.length) {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "k" && links.length) {
      links[Math.max(at - 1, 0)].focus();
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !event.shiftKey) {
      // What scrolls by itself keeps its arrows.
      if (event.target instanceof Element && event.target.closest(".wide, pre")) return;
      // They follow the eye: in a page from right to left, what comes next is on the left.
      const forward = (event.key === "ArrowLeft") === (document.documentElement.dir === "rtl");
      const link = document.querySelector(forward ? "a[rel=next]" : "a[rel=prev]");
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if (event.key === "?") {
      location.href = "/about" + (document.documentElement.lang === "en" ? "?lang=en" : "") + "#keys";
    }
  });
})();
