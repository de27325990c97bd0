// Narrows the list to the pledges that have all the words typed. Nothing leaves the page; without it the list is whole.
(function () {
  "use strict";
  var find = document.getElementById("find");
  var box = document.getElementById("words");
  var told = document.getElementById("told");
  var cards = Array.from(document.querySelectorAll("#pledges > li"));

  function plain(words) {
    return words.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019]/g, "'").toLowerCase();
  }

  var texts = cards.map(function (card) {
    return plain(card.textContent + " " + (card.dataset.also || ""));
  });

  function narrow() {
    var wanted = plain(box.value).split(/\s+/).filter(Boolean);
    var left = 0;
    cards.forEach(function (card, place) {
      card.hidden = !wanted.every(function (word) { return texts[place].includes(word); });
      left += card.hidden ? 0 : 1;
    });
    told.textContent = wanted.length
      ? left + " of " + cards.length + " have " + (wanted.length > 1 ? "all these words." : "this word.")
      : "";
    return wanted;
  }

  function typed() {
    var wanted = narrow();
    var address = wanted.length ? "#" + encodeURIComponent(box.value.trim()) : location.pathname + location.search;
    history.replaceState(null, "", address);
  }

  function asked() {
    try {
      box.value = decodeURIComponent(location.hash.slice(1));
    } catch (broken) {
      box.value = "";
    }
    narrow();
  }

  box.addEventListener("input", typed);
  window.addEventListener("hashchange", asked);
  find.hidden = false;
  asked();
})();
