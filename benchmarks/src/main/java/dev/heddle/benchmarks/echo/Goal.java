package dev.heddle.benchmarks.echo;

import static dev.heddle.benchmarks.echo.Content.BINARY;
import static dev.heddle.benchmarks.echo.Content.DEFLATE;
import static dev.heddle.benchmarks.echo.Content.JSON;
import static dev.heddle.benchmarks.echo.Content.TAKEOVER;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What Heddle is to reach.
 *
 * @param what is compared to what
 * @param cell in which cells, for people
 * @param limit the greatest median that will do
 */
record Goal(String what, String cell, double limit, Ratio ratio) {

    /** Whose compression Heddle's is held against. */
    private static final List<Server> COMPRESSING =
            List.of(Server.NETTY_EPOLL, Server.NETTY_NIO, Server.JETTY_CORE, Server.JETTY_API);

    private static final List<Server> PEERS = Stream.of(Server.values())
            .filter(server -> server.isJava() && !server.isRaw() && !server.isOurs())
            .toList();

    /** How it is found out for one of our servers; empty if it was not measured. */
    interface Ratio {
        Optional<Spread> of(Results results, Server ours);
    }

    /** Returns all of them, in the order of the table. */
    static List<Goal> all() {
        List<Goal> goals = new ArrayList<>();
        String raw = "CPU ÷ raw Netty on the same transport";
        for (int size : new int[] {16, Cells.KIB}) {
            goals.add(toRaw(raw, new Cell(BINARY, size, 64, 1), 1.15));
        }
        for (int size : new int[] {16, 125, Cells.KIB}) {
            goals.add(toRaw(raw, new Cell(BINARY, size, 64, 16), 1.6));
        }
        goals.add(toRaw(raw, new Cell(BINARY, 16 * Cells.KIB, 64, 1), 1.3));
        goals.add(toRaw(raw, new Cell(BINARY, 16 * Cells.KIB, 64, 16), 1.3));
        goals.add(toRaw(raw, new Cell(BINARY, Cells.MIB, 64, 1), 1.3));
        goals.add(toNetty(new Cell(BINARY, 16, 64, 1), 0.9));
        for (int size : new int[] {Cells.KIB, 16 * Cells.KIB, Cells.MIB}) {
            goals.add(toNetty(new Cell(BINARY, size, 64, 1), 0.7));
        }
        for (int size : new int[] {16, 125, Cells.KIB, 16 * Cells.KIB}) {
            goals.add(toNetty(new Cell(BINARY, size, 64, 16), 0.4));
        }
        Cell text = new Cell(JSON, Cells.KIB, 64, 16);
        goals.add(new Goal(
                "CPU, text (ASCII) ÷ binary",
                text.title(),
                1.6,
                (results, ours) -> results.ratio(ours, text, List.of(ours), text.raw())));
        goals.add(new Goal(
                "CPU ÷ best Java peer", text.title(), 0.5, (results, ours) -> results.ratio(ours, text, PEERS, text)));
        for (Content content : List.of(DEFLATE, TAKEOVER)) {
            Cell cell = new Cell(content, Cells.KIB, 16, 4);
            goals.add(new Goal(
                    "CPU ÷ better of Netty's and Jetty's",
                    cell.title(),
                    0.8,
                    (results, ours) -> results.ratio(ours, cell, COMPRESSING, cell)));
        }
        goals.add(idle("heap", idle -> Objects.requireNonNullElse(idle.heap(), Double.NaN)));
        goals.add(idle("heap and native", Entry.Idle::total));
        return List.copyOf(goals);
    }

    boolean isReached(Spread spread) {
        return spread.median() <= limit;
    }

    private static Goal toRaw(String what, Cell cell, double limit) {
        return new Goal(what, cell.title(), limit, (results, ours) -> results.toRaw(ours, cell));
    }

    private static Goal toNetty(Cell cell, double limit) {
        return new Goal("CPU ÷ Netty's own handler", cell.title(), limit, (results, ours) -> netty(ours)
                .flatMap(netty -> results.ratio(ours, cell, List.of(netty), cell)));
    }

    private static Goal idle(String what, ToDoubleFunction<Entry.Idle> figure) {
        return new Goal("bytes of an idle connection ÷ Netty's own handler", what, 1.0, (results, ours) -> netty(ours)
                .flatMap(netty -> results.idleRatio(ours, netty, figure)));
    }

    /** Returns Netty's own handler on the same transport; there is none on io_uring. */
    private static Optional<Server> netty(Server ours) {
        return Stream.of(Server.NETTY_EPOLL, Server.NETTY_NIO)
                .filter(netty -> netty.raw() == ours.raw())
                .findFirst();
    }
}
