package dev.heddle.testkit;

import java.util.Locale;
import java.util.stream.IntStream;

/** Attempts per second over an outage as SVG; readable on light and on dark pages. */
final class StormPlot {

    private static final int WIDTH = 960;
    private static final int LEFT = 56;
    private static final int TOP = 84;
    private static final int PLOT = 220;
    private static final int RIGHT = 24;

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" width="960" height="356" viewBox="0 0 960 356" role="img">
            <title>%1$s</title>
            <style>
              text { font: 12px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #667085 }
              .page { fill: #ffffff } .title { font-size: 19px; font-weight: 650; fill: #14171f } .grid { stroke: #e6e9ef }
              .down { fill: #f4e9e7 } .bar { fill: #0f766e }
              @media (prefers-color-scheme: dark) {
                text { fill: #98a2b3 } .page { fill: #0d1117 } .title { fill: #f0f3f8 } .grid { stroke: #222936 }
                .down { fill: #2a1d1d } .bar { fill: #2dd4bf }
              }
            </style>
            <rect class="page" width="960" height="356" rx="10"/>
            <text class="title" x="28" y="38">%1$s</text>
            <text x="28" y="60">%2$s</text>
            """;

    private StormPlot() {}

    /**
     * Draws.
     *
     * @param attempts how many there were in each second
     * @param from the second in which the server went
     * @param to the second in which it came back
     */
    static String of(String title, String subtitle, int[] attempts, int from, int to) {
        int most = IntStream.of(attempts).max().orElse(1);
        int top = (most + 99) / 100 * 100;
        double second = (double) (WIDTH - LEFT - RIGHT) / attempts.length;
        StringBuilder svg = new StringBuilder(HEAD.formatted(title, subtitle));
        rectangle(svg, "down", LEFT + from * second, TOP, (to - from) * second, PLOT);
        for (int tick = 0; tick <= top; tick += 50) {
            double y = TOP + PLOT - (double) PLOT * tick / top;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>\n",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    y,
                    LEFT - 8,
                    y + 4,
                    tick));
        }
        for (int i = 0; i < attempts.length; i++) {
            if (attempts[i] > 0) {
                double height = (double) PLOT * attempts[i] / top;
                rectangle(svg, "bar", LEFT + i * second, TOP + PLOT - height, second, height);
            }
        }
        for (int minute = 0; from + 60 * minute < attempts.length; minute++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d min</text>\n",
                    LEFT + (from + 60 * minute) * second,
                    TOP + PLOT + 20,
                    minute));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void rectangle(StringBuilder svg, String style, double x, double y, double width, double height) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/>\n",
                style,
                x,
                y,
                width,
                height));
    }
}
