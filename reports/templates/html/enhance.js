// Tables with many rows can be sorted and filtered; without script they read as before.
(function () {
  "use strict";
  var words = JSON.parse(document.getElementById("words").textContent);
  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.value ? Number(cell.dataset.value) : cell.textContent.trim();
  }
  function compare(a, b) {
    if (typeof a === typeof b) {
      return typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang);
    }
    return typeof a === "number" ? -1 : 1;
  }
  function sort(table, column, button) {
    var head = button.parentNode;
    var falling = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("thead th").forEach(function (th) { th.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    var body = table.tBodies[0];
    Array.from(body.rows)
      .map(function (row) { return [key(row, column), row]; })
      .sort(function (a, b) { return (falling ? -1 : 1) * compare(a[0], b[0]); })
      .forEach(function (pair) { body.appendChild(pair[1]); });
  }
  document.querySelectorAll("table[data-enhance]").forEach(function (table) {
    table.querySelectorAll("thead tr:last-child th").forEach(function (th, column) {
      if ("fixed" in th.dataset) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = th.textContent;
      button.addEventListener("click", function () { sort(table, column, button); });
      th.textContent = "";
      th.appendChild(button);
    });
    var label = document.createElement("label");
    label.className = "filter";
    label.textContent = words.filter + " ";
    var field = document.createElement("input");
    field.type = "search";
    field.addEventListener("input", function () {
      var wanted = field.value.toLowerCase();
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        row.hidden = row.cells[0].textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    label.appendChild(field);
    table.parentNode.parentNode.insertBefore(label, table.parentNode);
  });
})();
