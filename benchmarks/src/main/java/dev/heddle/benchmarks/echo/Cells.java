package dev.heddle.benchmarks.echo;

import static dev.heddle.benchmarks.echo.Content.BINARY;
import static dev.heddle.benchmarks.echo.Content.DEFLATE;
import static dev.heddle.benchmarks.echo.Content.JSON;
import static dev.heddle.benchmarks.echo.Content.TAKEOVER;
import static dev.heddle.benchmarks.echo.Content.UTF8;

import java.util.List;
import java.util.Optional;

/** What is measured, in the order of the tables. */
final class Cells {

    static final int KIB = 1024;
    static final int MIB = 1024 * 1024;

    static final List<Cell> ALL = List.of(
            new Cell(BINARY, 16, 1, 1),
            new Cell(BINARY, 16, 64, 1),
            new Cell(BINARY, 125, 64, 1),
            new Cell(BINARY, KIB, 64, 1),
            new Cell(BINARY, 16 * KIB, 64, 1),
            new Cell(BINARY, MIB, 64, 1),
            new Cell(BINARY, 16, 64, 16),
            new Cell(BINARY, 125, 64, 16),
            new Cell(BINARY, KIB, 64, 16),
            new Cell(BINARY, 16 * KIB, 64, 16),
            new Cell(BINARY, 16, 1000, 1),
            new Cell(BINARY, KIB, 1000, 16),
            new Cell(JSON, 125, 64, 16),
            new Cell(JSON, KIB, 64, 16),
            new Cell(UTF8, KIB, 64, 16),
            new Cell(BINARY, 125, 64, 16, 10_000),
            new Cell(DEFLATE, KIB, 16, 4),
            new Cell(TAKEOVER, KIB, 16, 4));

    /** Those of a run of five minutes. */
    static final List<Cell> QUICK = List.of(
            new Cell(BINARY, 16, 64, 1),
            new Cell(BINARY, KIB, 64, 1),
            new Cell(BINARY, 16 * KIB, 64, 1),
            new Cell(BINARY, MIB, 64, 1),
            new Cell(BINARY, 16, 64, 16),
            new Cell(BINARY, 125, 64, 16),
            new Cell(BINARY, KIB, 64, 16),
            new Cell(JSON, KIB, 64, 16));

    private Cells() {}

    /** Returns the cell of {@link #ALL} with this {@link Cell#name}. */
    static Optional<Cell> named(String name) {
        return ALL.stream().filter(cell -> cell.name().equals(name)).findFirst();
    }
}
