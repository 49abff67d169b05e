package dev.heddle.benchmarks.echo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Panels of horizontal bars as SVG, two beside each other; readable on light and on dark pages. */
final class BarPlot {

    private static final int WIDTH = 960;
    private static final int MARGIN = 28;
    private static final int GAP = 36;
    private static final int LABELS = 124;
    private static final int VALUES = 46;
    private static final int ROW = 22;
    private static final int BAR = 14;
    private static final int HEAD = 86;
    private static final int PANEL_HEAD = 30;
    private static final int PANEL_FOOT = 34;
    /** What is at the start of its scale is still seen. */
    private static final double SHORTEST = 2;

    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #3b4252 }
              .page { fill: #ffffff } .title { font-size: 19px; font-weight: 650; fill: #14171f }
              .subtitle { font-size: 13px; fill: #667085 } .panel { font-size: 13.5px; font-weight: 600; fill: #14171f }
              .tick { font-size: 10.5px; fill: #98a2b3 } .grid { stroke: #e6e9ef; stroke-width: 1 }
              .axis { stroke: #b4bccb; stroke-width: 1 } .bar { fill: #bcc5d3 } .ours { fill: #0f766e }
              .name-ours, .value-ours { font-weight: 650; fill: #0f766e } .value { fill: #667085 }
              @media (prefers-color-scheme: dark) {
                text { fill: #c3cad6 } .page { fill: #0d1117 } .title, .panel { fill: #f0f3f8 } .subtitle, .value { fill: #98a2b3 }
                .tick { fill: #79839a } .grid { stroke: #222936 } .axis { stroke: #4a5468 } .bar { fill: #47526a }
                .ours { fill: #2dd4bf } .name-ours, .value-ours { fill: #2dd4bf }
              }
            </style>
            """;

    private final List<Panel> panels;
    private final Scale scale;
    private final int columns;
    private final StringBuilder svg = new StringBuilder();

    private BarPlot(List<Panel> panels, Scale scale) {
        this.panels = panels;
        this.scale = scale;
        this.columns = Math.min(2, panels.size());
    }

    /** Returns the file. All panels have the same scale. */
    static String of(String title, String subtitle, List<Panel> panels, Scale scale) {
        return new BarPlot(panels, scale).draw(title, subtitle);
    }

    private String draw(String title, String subtitle) {
        List<Integer> tops = new ArrayList<>();
        int bottom = HEAD;
        for (int first = 0; first < panels.size(); first += columns) {
            tops.add(bottom);
            bottom += PANEL_HEAD + PANEL_FOOT + ROW * rows(first);
        }
        int height = bottom + MARGIN / 2;
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
                        .formatted(WIDTH, height, WIDTH, height));
        svg.append("<title>").append(escape(title)).append("</title>\n").append(STYLE);
        svg.append("<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"10\"/>\n".formatted(WIDTH, height));
        text("title", MARGIN, 38, "start", title);
        text("subtitle", MARGIN, 60, "start", subtitle);
        for (int i = 0; i < panels.size(); i++) {
            double left = MARGIN + i % columns * (panelWidth() + GAP);
            panel(panels.get(i), left, tops.get(i / columns));
        }
        return svg.append("</svg>\n").toString();
    }

    private int rows(int first) {
        return panels.subList(first, Math.min(first + columns, panels.size())).stream()
                .mapToInt(panel -> panel.bars().size())
                .max()
                .orElse(0);
    }

    private double panelWidth() {
        return (WIDTH - 2.0 * MARGIN - (columns - 1) * GAP) / columns;
    }

    private void panel(Panel panel, double left, double top) {
        double start = left + LABELS;
        double length = panelWidth() - LABELS - VALUES;
        double first = top + PANEL_HEAD;
        double end = first + ROW * panel.bars().size();
        text("panel", left, top + 14, "start", panel.title());
        for (double tick : scale.ticks()) {
            double x = start + scale.position(tick) * length;
            line(tick == scale.start() ? "axis" : "grid", x, first - 4, end + 2);
            text("tick", x, end + 16, "middle", scale.label(tick));
        }
        for (int i = 0; i < panel.bars().size(); i++) {
            Bar bar = panel.bars().get(i);
            double middle = first + i * ROW + ROW / 2.0;
            double width = Math.max(SHORTEST, scale.position(bar.value()) * length);
            String ours = bar.isOurs() ? "-ours" : "";
            text("name" + ours, start - 8, middle + 4, "end", bar.label());
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"%s\" d=\"M%.1f %.1fh%.1fq2 0 2 2v%dq0 2 -2 2h%.1fz\"/>%n",
                    bar.isOurs() ? "ours" : "bar",
                    start,
                    middle - BAR / 2.0,
                    width - 2,
                    BAR - 4,
                    2 - width));
            text("value" + ours, start + width + 6, middle + 4, "start", scale.label(bar.value()));
        }
    }

    private void line(String style, double x, double from, double to) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style,
                x,
                from,
                x,
                to));
    }

    private void text(String style, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                style,
                x,
                y,
                anchor,
                escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
