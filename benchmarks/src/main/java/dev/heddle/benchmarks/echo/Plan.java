package dev.heddle.benchmarks.echo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one run measures.
 *
 * @param cells none, if only idle connections are measured
 * @param idleRounds in how many of the rounds idle connections are measured
 * @param seconds that each cell is measured in each round
 * @param core where the servers and the load generator run
 * @param jvmOptions of the servers, for the cells
 */
record Plan(
        List<Server> servers,
        List<Cell> cells,
        int rounds,
        int idleRounds,
        double seconds,
        int core,
        List<String> jvmOptions) {

    /** Opening and closing the connections, and starting the generator. */
    private static final double AROUND_SECONDS = 0.3;
    /** How much longer than {@link #warmup} it takes mostly until a JVM has compiled what a cell asks for. */
    private static final double SETTLING_SECONDS = 0.7;
    /** A message of a megabyte takes a millisecond: so that their number is not too small. */
    private static final int LONGER = 2;

    /** How long a new server gets each kind of message, so that it has seen them all before it is compiled for the first cell. */
    static final double WARMING_SECONDS = 0.7;

    /** What compresses is started anew: some servers agree to compression always or never. */
    enum Part {
        PLAIN,
        COMPRESSED
    }

    /** Returns how long a cell is measured, in seconds. */
    double seconds(Cell cell) {
        return cell.size() >= Cells.MIB ? seconds * LONGER : seconds;
    }

    /** Returns how long a cell runs at least before it is measured, in seconds. */
    double warmup() {
        return Math.min(0.5, seconds / 3);
    }

    List<Cell> cells(Part part) {
        return cells.stream()
                .filter(cell -> cell.content().isCompressed() == (part == Part.COMPRESSED))
                .toList();
    }

    /** Returns those that take part, in the order of this round: each round begins with another one. */
    List<Server> servers(Part part, int round) {
        List<Server> order = new ArrayList<>(servers);
        Collections.rotate(order, -(round - 1) * order.size() / rounds);
        order.removeIf(server -> cells(part).stream().noneMatch(cell -> cell.suits(server)));
        return order;
    }

    /** Returns the kinds of messages that a server is to be warm for: 64 connections and 16 in flight, or what the cells ask for. */
    List<Cell> warming(Part part, Server server) {
        Set<Cell> kinds = new LinkedHashSet<>();
        for (Cell cell : cells(part)) {
            if (cell.suits(server)) {
                kinds.add(new Cell(
                        cell.content(), cell.size(), Math.min(64, cell.connections()), Math.min(16, cell.inFlight())));
            }
        }
        return List.copyOf(kinds);
    }

    /** Returns how many steps a run has on one JDK. */
    int steps() {
        return rounds * (loads().size() + warmings().size()) + idleRounds * servers.size();
    }

    /** Returns about how long all steps take on one JDK, in seconds. */
    double expected() {
        double loads = loads().stream().mapToDouble(this::expected).sum();
        double warmings = warmings().stream().mapToDouble(this::expectedWarming).sum();
        return rounds * (loads + warmings) + idleRounds * servers.size() * IdleConnections.SECONDS;
    }

    double expected(Cell cell) {
        return seconds(cell) + warmup() + SETTLING_SECONDS + AROUND_SECONDS;
    }

    double expectedWarming(List<Cell> kinds) {
        return kinds.size() * (WARMING_SECONDS + AROUND_SECONDS);
    }

    private List<Cell> loads() {
        return cells.stream()
                .flatMap(cell -> servers.stream().filter(cell::suits).map(server -> cell))
                .toList();
    }

    private List<List<Cell>> warmings() {
        List<List<Cell>> all = new ArrayList<>();
        for (Part part : Part.values()) {
            servers(part, 1).forEach(server -> all.add(warming(part, server)));
        }
        return all;
    }
}
