(() => {
  "use strict";
  const each = (selector, work) => document.querySelectorAll(selector).forEach(work);

  // How long an answer is. Nothing is cut off: a paste that is too long is said to be.
  each("textarea[data-longest]", (box) => {
    const out = document.querySelector(`#${box.id}-help .length`);
    const longest = Number(box.dataset.longest);
    const count = () => {
      const length = [...box.value].length;
      const over = length > longest;
      out.textContent = `${length.toLocaleString()} ${box.dataset.unit}` + (over ? ` · ${box.dataset.tooLong}` : "");
      out.classList.toggle("over", over);
    };
    box.addEventListener("input", count);
    count();
  });

  // More than the server reads would only be refused: it stays in its box instead.
  const farTooLong = (form) => {
    const box = form.querySelector("textarea[data-longest]");
    if (!box || box.value.length < 6 * Number(box.dataset.longest)) return false;
    box.focus();
    return true;
  };

  // Ctrl+Enter sends; a form that was sent says so and is not sent twice.
  each("form[method=post]", (form) => {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent || farTooLong(form)) { event.preventDefault(); return; }
      if (!form.dataset.busy || event.submitter?.hasAttribute("formaction")) return;
      form.dataset.sent = "yes";
      const button = event.submitter || form.querySelector("button");
      button.dataset.label = button.textContent;
      button.textContent = form.dataset.busy;
      button.setAttribute("aria-busy", "true");
    });
  });
  addEventListener("pageshow", () => each("form[data-sent]", (form) => {
    delete form.dataset.sent;
    each("[aria-busy]", (button) => {
      button.textContent = button.dataset.label;
      button.removeAttribute("aria-busy");
    });
  }));

  // "/" goes to the search, "n" to what comes next.
  addEventListener("keydown", (event) => {
    const field = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    const typing = event.target.closest("input, textarea, select");
    if (!field || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (field.matches("a")) { field.click(); return; }
    field.focus();
    field.select();
  });

  // A quiet clock: what was used before, and what this page adds; or what is left of it.
  const started = performance.now();
  const clock = document.querySelector(".clock");
  const used = () => Math.floor(Number(clock?.dataset.used || 0) + (performance.now() - started) / 1000);
  const show = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const tick = () => {
    const allowed = Number(clock.dataset.allowed || 0);
    const left = allowed - used();
    clock.textContent = !allowed ? show(used()) : left >= 0 ? show(left) : `−${show(-left)} · ${clock.dataset.over}`;
    clock.classList.toggle("over", allowed > 0 && left < 0);
    clock.classList.toggle("soon", allowed > 0 && left >= 0 && left <= 30);
  };
  if (clock) { tick(); setInterval(tick, 1000); }

  // What is typed is kept every second, the clock every five, and both when the page is left.
  each("form[data-draft]", (form) => {
    const box = form.querySelector("textarea");
    const status = form.querySelector(".saved");
    let kept = box.value;
    let busy = false;
    let saved = used();
    const fields = () => {
      if (form.elements.seconds) form.elements.seconds.value = used();
      return new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "key"));
    };
    const say = (fine) => {
      status.textContent = fine ? `✓ ${status.dataset.saved}` : status.dataset.unsaved;
      status.classList.toggle("over", !fine);
    };
    const save = async () => {
      if (box.value.length > 2 * Number(box.dataset.longest)) return;
      if (busy || form.dataset.sent || (box.value === kept && used() < saved + 5)) return;
      busy = true;
      const text = box.value;
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body: fields() });
        if (answer.ok) saved = used();
        if (answer.ok && text) say(true);
        if (answer.ok) kept = text; else say(false);
      } catch { say(false); } finally { busy = false; }
    };
    setInterval(save, 1000);
    addEventListener("pagehide", () => {
      if (!form.dataset.sent && box.value !== kept) navigator.sendBeacon(form.dataset.draft, fields());
    });
    form.addEventListener("submit", fields);
  });
})();
