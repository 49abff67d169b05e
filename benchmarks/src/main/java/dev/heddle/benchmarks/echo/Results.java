package dev.heddle.benchmarks.echo;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was measured on one JDK, and what follows from it. A ratio is made within a round, and only then is the median taken. */
final class Results {

    private final List<Entry> entries;

    Results(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Returns the first entry.
     *
     * @throws IllegalStateException if there is none
     */
    Environment environment() {
        return all(Environment.class).findFirst().orElseThrow(() -> new IllegalStateException("No environment"));
    }

    /** Returns those that were measured, in the order of the tables. */
    List<Server> servers() {
        return Stream.concat(
                        all(Entry.Load.class).map(Entry.Load::server),
                        all(Entry.Idle.class).map(Entry.Idle::server))
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns those that were measured, in the order of the tables. */
    List<Cell> cells() {
        List<String> names =
                all(Entry.Load.class).map(Entry.Load::cell).distinct().toList();
        return Cells.ALL.stream().filter(cell -> names.contains(cell.name())).toList();
    }

    List<Entry.Missing> missing() {
        return all(Entry.Missing.class).toList();
    }

    /** Returns a figure of a server in a cell. */
    Optional<Spread> load(Server server, Cell cell, ToDoubleFunction<Entry.Load> figure) {
        return Spread.of(all(Entry.Load.class)
                .filter(load -> load.server() == server && load.cell().equals(cell.name()))
                .mapToDouble(figure));
    }

    /** Returns the server's CPU per message as a part of that of its raw echo; for text, of the same bytes as binary. */
    Optional<Spread> toRaw(Server server, Cell cell) {
        return cell.content().isCompressed() || server.isRaw()
                ? Optional.empty()
                : ratio(server, cell, List.of(server.raw()), cell.raw());
    }

    /** Returns the server's CPU per message as a part of that of the best of others, maybe in another cell. */
    Optional<Spread> ratio(Server server, Cell cell, Collection<Server> others, Cell base) {
        return Spread.of(rounds().mapMultiToDouble((round, ratios) -> {
            OptionalDouble own = cpu(round, server, cell);
            OptionalDouble best = others.stream()
                    .map(other -> cpu(round, other, base))
                    .flatMapToDouble(OptionalDouble::stream)
                    .min();
            if (own.isPresent() && best.isPresent()) {
                ratios.accept(own.getAsDouble() / best.getAsDouble());
            }
        }));
    }

    /** Returns a figure of idle connections. */
    Optional<Spread> idle(Server server, ToDoubleFunction<Entry.Idle> figure) {
        return Spread.of(
                all(Entry.Idle.class).filter(idle -> idle.server() == server).mapToDouble(figure));
    }

    /** Returns a figure of idle connections as a part of another server's. */
    Optional<Spread> idleRatio(Server server, Server other, ToDoubleFunction<Entry.Idle> figure) {
        return Spread.of(rounds().mapMultiToDouble((round, ratios) -> {
            OptionalDouble own = idle(round, server, figure);
            OptionalDouble base = idle(round, other, figure);
            if (own.isPresent() && base.isPresent()) {
                ratios.accept(own.getAsDouble() / base.getAsDouble());
            }
        }));
    }

    /** Returns the most memory that was resident, in bytes. */
    Optional<Spread> peak(Server server) {
        return Spread.of(
                all(Entry.Peak.class).filter(peak -> peak.server() == server).mapToDouble(Entry.Peak::bytes));
    }

    /** Returns the latencies of all rounds together; empty if they were not kept. */
    Optional<Latencies> latencies(Server server, Cell cell) {
        List<Latencies> rounds = all(Entry.Load.class)
                .filter(load -> load.server() == server && load.cell().equals(cell.name()))
                .map(Entry.Load::latencies)
                .filter(Objects::nonNull)
                .map(Latencies::decode)
                .toList();
        if (rounds.isEmpty()) {
            return Optional.empty();
        }
        Latencies sum = Latencies.none();
        rounds.forEach(sum::add);
        return Optional.of(sum);
    }

    private Stream<Integer> rounds() {
        IntStream loads = all(Entry.Load.class).mapToInt(Entry.Load::round);
        IntStream idle = all(Entry.Idle.class).mapToInt(Entry.Idle::round);
        return IntStream.concat(loads, idle).distinct().boxed();
    }

    private <E extends Entry> Stream<E> all(Class<E> type) {
        return entries.stream().filter(type::isInstance).map(type::cast);
    }

    private OptionalDouble cpu(int round, Server server, Cell cell) {
        return all(Entry.Load.class)
                .filter(load -> load.round() == round
                        && load.server() == server
                        && load.cell().equals(cell.name()))
                .mapToDouble(Entry.Load::cpu)
                .findFirst();
    }

    private OptionalDouble idle(int round, Server server, ToDoubleFunction<Entry.Idle> figure) {
        return all(Entry.Idle.class)
                .filter(idle -> idle.round() == round && idle.server() == server)
                .mapToDouble(figure)
                .findFirst();
    }
}
