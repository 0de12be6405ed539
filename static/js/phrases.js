// Phrases: ";" in a note opens a list to choose from, and ";cv" with space, Tab or Enter writes the phrase out.
// Without scripts the server writes them out when the note is saved, and the list stands below the note to read.

const SHORT = /(^|[^\p{L}\p{N}_;]);([\p{L}\p{N}-]*)$/u;

function known() {
  return [...document.querySelectorAll("[data-phrase-list] > div")].map((row) => ({
    key: row.querySelector("dt").textContent.trim().slice(1),
    text: row.querySelector("dd").textContent.trim(),
  }));
}

class PhraseField {
  constructor(field) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.className = "phrase-choices";
    this.list.id = `${field.id}_fraser`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Fraser");
    this.list.hidden = true;
    field.after(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.addEventListener("input", () => this.look());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    // Before the field loses the focus.
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.write(this.found[Number(option.dataset.place)]);
    });
  }

  typed() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const short = this.field.selectionStart === this.field.selectionEnd && SHORT.exec(before);
    return short ? short[2].toLowerCase() : null;
  }

  look() {
    const typed = this.typed();
    this.found = typed === null ? [] : known().filter((phrase) => phrase.key.startsWith(typed));
    if (this.found.length === 0) return this.close();
    this.list.replaceChildren(...this.found.map((phrase, place) => this.option(phrase, place)));
    if (this.list.hidden) this.say(`${this.found.length === 1 ? "1 fras" : `${this.found.length} fraser`}. Välj med piltangenter och Enter.`);
    this.list.hidden = false;
    this.field.setAttribute("aria-controls", this.list.id);
    // What is typed whole is chosen; of a mere semicolon nothing is.
    const whole = this.found.findIndex((phrase) => phrase.key === typed);
    this.choose(whole >= 0 ? whole : typed ? 0 : -1);
  }

  option(phrase, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${place}`;
    option.dataset.place = place;
    option.setAttribute("role", "option");
    const key = document.createElement("strong");
    key.textContent = `;${phrase.key} `;
    option.append(key, phrase.text);
    return option;
  }

  choose(place) {
    this.place = place;
    [...this.list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (place < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", this.list.children[place].id);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const count = this.found.length;
    if (event.key === "ArrowDown") this.choose((this.place + 1) % count);
    else if (event.key === "ArrowUp") this.choose((Math.max(this.place, 0) - 1 + count) % count);
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && this.place >= 0) this.write(this.found[this.place]);
    else if (event.key === " " && this.found[this.place]?.key === this.typed()) this.write(this.found[this.place], " ");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  write(phrase, after = "") {
    const end = this.field.selectionStart;
    const start = end - (this.typed()?.length ?? 0) - 1;
    this.field.setRangeText(phrase.text + after, start, end, "end");
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.say(phrase.text);
  }

  close() {
    this.found = [];
    this.place = -1;
    this.list.hidden = true;
    this.field.removeAttribute("aria-controls");
    this.field.removeAttribute("aria-activedescendant");
  }

  say(text) {
    const place = document.getElementById("besked");
    const said = place?.querySelector("[data-phrase-said]") ?? document.createElement("span");
    said.className = "ds-sr-only";
    said.dataset.phraseSaid = "";
    said.textContent = text;
    place?.append(said);
  }
}

function equip(root) {
  for (const field of root.querySelectorAll("textarea[data-phrases]")) {
    if (field.dataset.phrases === "on") continue;
    field.dataset.phrases = "on";
    new PhraseField(field);
  }
}

equip(document);
document.addEventListener("htmx:load", (event) => equip(event.target));
