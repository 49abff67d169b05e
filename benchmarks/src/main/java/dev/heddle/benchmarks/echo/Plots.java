package dev.heddle.benchmarks.echo;

import static dev.heddle.benchmarks.echo.Content.BINARY;
import static dev.heddle.benchmarks.echo.Content.DEFLATE;
import static dev.heddle.benchmarks.echo.Content.JSON;
import static dev.heddle.benchmarks.echo.Content.TAKEOVER;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The plots of one JDK. */
final class Plots {

    static final String RATIOS = "ratios";
    static final String DEFLATE_COST = "deflate";
    static final String IDLE = "idle";

    private static final List<Cell> SHOWN = List.of(
            new Cell(BINARY, 16, 64, 1),
            new Cell(BINARY, Cells.KIB, 64, 16),
            new Cell(BINARY, 16 * Cells.KIB, 64, 1),
            new Cell(JSON, Cells.KIB, 64, 16));
    private static final List<Cell> COMPRESSED =
            List.of(new Cell(DEFLATE, Cells.KIB, 16, 4), new Cell(TAKEOVER, Cells.KIB, 16, 4));

    private Plots() {}

    /** Returns the name of a plot's file. */
    static String file(Results results, String kind) {
        return "echo-" + results.environment().feature() + "-" + kind + ".svg";
    }

    /** Returns the files' contents by kind; those for which nothing was measured are left out. */
    static Map<String, String> of(Results results) {
        Map<String, String> plots = new LinkedHashMap<>();
        String jdk = ", JDK " + results.environment().feature();
        put(
                plots,
                RATIOS,
                "What a message costs, as a multiple of a raw TCP echo" + jdk,
                "CPU of the server per echoed message ÷ that of Netty's raw echo on the same transport (logarithmic; less is better)",
                panels(results, SHOWN, (server, cell) -> results.toRaw(server, cell)),
                greatest -> Scale.logarithmic(1, greatest, value -> trim(value) + "×"));
        put(
                plots,
                DEFLATE_COST,
                "What a compressed message costs" + jdk,
                "CPU of the server per echoed message of 1 KiB of JSON, in microseconds (less is better)",
                panels(results, COMPRESSED, (server, cell) -> results.load(server, cell, Entry.Load::cpu)),
                greatest -> Scale.linear(greatest, Plots::trim));
        put(
                plots,
                IDLE,
                "What an idle connection holds" + jdk,
                "Heap and native memory of the server for each connection, in bytes (logarithmic; less is better)",
                List.of(panel(
                        "10,000 connections, nothing sent",
                        results,
                        server -> results.idle(server, Entry.Idle::total))),
                greatest -> Scale.logarithmic(100, greatest, Figures::whole));
        return plots;
    }

    private static void put(
            Map<String, String> plots,
            String kind,
            String title,
            String subtitle,
            List<Panel> panels,
            Function<Double, Scale> scale) {
        List<Panel> full =
                panels.stream().filter(panel -> !panel.bars().isEmpty()).toList();
        if (!full.isEmpty()) {
            double greatest = full.stream().mapToDouble(Panel::greatest).max().orElse(1);
            plots.put(kind, BarPlot.of(title, subtitle, full, scale.apply(greatest)));
        }
    }

    private static List<Panel> panels(Results results, List<Cell> cells, Figure figure) {
        return cells.stream()
                .map(cell -> panel(cell.description(), results, server -> figure.of(server, cell)))
                .toList();
    }

    /** The best is on top. */
    private static Panel panel(String title, Results results, Function<Server, Optional<Spread>> figure) {
        List<Bar> bars = results.servers().stream()
                .filter(server -> !server.isRaw())
                .flatMap(server -> figure.apply(server)
                        .map(spread -> Stream.of(new Bar(server.label(), spread.median(), server.isOurs())))
                        .orElse(Stream.empty()))
                .sorted(Comparator.comparingDouble(Bar::value))
                .toList();
        return new Panel(title, bars);
    }

    private static String trim(double value) {
        return value == Math.rint(value) && value < 1000 ? Long.toString((long) value) : Figures.three(value);
    }

    private interface Figure {
        Optional<Spread> of(Server server, Cell cell);
    }
}
