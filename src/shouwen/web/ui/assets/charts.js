// The chart of 条款执行, drawn from the table beside it: whoever cannot see the one reads the other.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const percent = (value) => (value === null || value === undefined ? "—" : `${value.toFixed(1)}%`);

function weeks() {
  return [...document.querySelectorAll("#weeks tbody tr")].map((row) => ({
    name: row.querySelector("a").textContent,
    address: row.querySelector("a").href,
    kept: Number(row.dataset.kept),
    missed: Number(row.dataset.missed),
    share: row.dataset.share === "" ? null : Number(row.dataset.share) * 100,
  }));
}

function bars(title, values, paint) {
  return { name: title, type: "bar", stack: "times", barMaxWidth: 28, data: values, itemStyle: { color: paint } };
}

function line(title, values) {
  const last = values.length - 1;
  const data = values.map((value, at) => (at === last ? { value, label: { show: true } } : value));
  const label = { position: "top", color: colour("--ink"), formatter: ({ value }) => percent(value) };
  const paint = colour("--accent");
  return { name: title, type: "line", yAxisIndex: 1, data, label, itemStyle: { color: paint }, lineStyle: { color: paint } };
}

function option(place, rows) {
  const axis = { axisLabel: { color: colour("--ink-2") }, splitLine: { lineStyle: { color: colour("--line") } } };
  const named = (align) => ({ nameTextStyle: { color: colour("--ink-2"), align } });
  const { kept, missed, share } = place.dataset;
  return {
    // No style sheet may be made by a script here, and nothing needs to move.
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
    tooltip: { trigger: "axis", confine: true, valueFormatter: (value) => (Number.isInteger(value) ? value : percent(value)) },
    xAxis: { type: "category", data: rows.map((row) => row.name.slice(5)), axisLabel: axis.axisLabel },
    yAxis: [
      { type: "value", name: `${kept} · ${missed}`, minInterval: 1, ...named("left"), ...axis },
      { type: "value", name: share, max: 100, min: 0, ...named("right"), ...axis, splitLine: { show: false } },
    ],
    series: [
      bars(kept, rows.map((row) => row.kept), colour("--done")),
      bars(missed, rows.map((row) => row.missed), colour("--late")),
      line(share, rows.map((row) => row.share)),
    ],
  };
}

for (const place of document.querySelectorAll("[data-chart]")) {
  const rows = weeks();
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption(option(place, rows));
  chart.on("click", ({ dataIndex }) => location.assign(rows[dataIndex].address));
  addEventListener("resize", () => chart.resize());
}
