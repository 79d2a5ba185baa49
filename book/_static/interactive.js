// Puts the figures of Plotly in the place of their still pictures. Its script lies in the book.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const figures = document.querySelectorAll(".interactive-figure");
  if (!figures.length) return;
  const plotly = document.createElement("script");
  plotly.src = document.documentElement.dataset.content_root + "_static/plotly.min.js";
  plotly.addEventListener("load", () => {
    for (const figure of figures) {
      const picture = figure.querySelector("img");
      const { data, layout } = JSON.parse(figure.querySelector("script").textContent);
      const drawing = document.createElement("div");
      drawing.setAttribute("role", "img");
      drawing.setAttribute("aria-label", picture.alt);
      figure.append(drawing);
      figure.classList.add("is-drawn");
      Plotly.newPlot(drawing, data, layout, { responsive: true, displaylogo: false }).catch(() => {
        figure.classList.remove("is-drawn");
        drawing.remove();
      });
    }
  });
  document.head.append(plotly);
});
