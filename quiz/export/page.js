"use strict";
(() => {
  const quiz = document.getElementById("quiz");
  const score = document.getElementById("score");
  const fields = [...quiz.querySelectorAll("fieldset")];

  const typed = (text) => text.normalize("NFKC").replace(/\s+/g, "").replace(/[，。、；：,.;:]+$/, "").toLowerCase();

  const shares = {
    single: (field, right) => ticked(field).join() === right.join() ? 1 : 0,
    true_false: (field, right) => ticked(field).join() === right.join() ? 1 : 0,
    multiple: (field, right) => {
      const chosen = ticked(field);
      const hits = chosen.filter((letter) => right.includes(letter)).length;
      const misses = chosen.length - hits;
      if (quiz.dataset.scoring === "per_option") return Math.max(0, (hits - misses) / right.length);
      if (misses || !hits) return 0;
      if (hits === right.length) return 1;
      return quiz.dataset.scoring === "half_for_part" ? 0.5 : 0;
    },
    blanks: (field, right) => {
      const filled = [...field.querySelectorAll("legend input")].map((input) => typed(input.value));
      return filled.filter((text, place) => right[place].map(typed).includes(text)).length / right.length;
    },
    matching: (field, right) => {
      const chosen = [...field.querySelectorAll("select")].map((select) => select.value);
      const pairs = right.filter((place) => place).length;
      return chosen.filter((place, index) => place && place === right[index]).length / pairs;
    },
  };

  function ticked(field) {
    return [...field.querySelectorAll("input:checked")].map((input) => input.value);
  }

  function round(value) {
    return Math.round(value * 100) / 100;
  }

  function own(field) {
    const given = Number(field.querySelector(".own input").value);
    return Math.min(Math.max(given || 0, 0), Number(field.dataset.marks));
  }

  function mark(field) {
    const { kind, marks, right } = field.dataset;
    const verdict = field.querySelector(".verdict");
    field.querySelector(".told").hidden = false;
    if (!(kind in shares)) {
      field.querySelector(".own").hidden = false;
      verdict.textContent = `请对照答案自评，已评 ${round(own(field))} 分`;
      return own(field);
    }
    const share = shares[kind](field, JSON.parse(right));
    const reached = share * Number(marks);
    verdict.textContent = `${share >= 1 ? "✓ 答对" : share > 0 ? "部分答对" : "✗ 答错或未答"}，得 ${round(reached)} 分`;
    return reached;
  }

  function total() {
    const reached = fields.reduce((sum, field) => sum + mark(field), 0);
    score.textContent = `得分：${round(reached)} / ${quiz.dataset.total}`;
  }

  quiz.addEventListener("submit", (event) => {
    event.preventDefault();
    total();
    score.focus();
  });
  quiz.addEventListener("input", (event) => {
    if (event.target.closest(".own")) total();
  });
  document.getElementById("again").addEventListener("click", () => {
    quiz.reset();
    score.textContent = "";
    for (const hidden of quiz.querySelectorAll(".told, .own")) hidden.hidden = true;
    fields[0]?.querySelector("input, select, textarea")?.focus();
  });
  document.getElementById("print").addEventListener("click", () => print());
})();
