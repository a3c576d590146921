// Comfort only: every page works without this file. Keys: / search, j and k through results and facts, ? the page about.
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
  const stops = () => [...document.querySelectorAll(".hits h2 a, .facts .label a, .told .snippet a")];
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
    } else if (event.key === "?") {
      location.href = "/about" + (document.documentElement.lang === "en" ? "?lang=en" : "") + "#keys";
    }
  });
})();
