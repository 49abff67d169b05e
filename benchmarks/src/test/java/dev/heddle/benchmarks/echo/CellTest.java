package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CellTest {

    @Test
    void everyCellIsFoundByItsName() {
        assertThat(Cells.ALL)
                .allSatisfy(cell -> assertThat(Cells.named(cell.name())).contains(cell));
        assertThat(Cells.ALL).containsAll(Cells.QUICK);
        assertThat(Cells.named("binary-17-1x1")).isEmpty();
    }

    @Test
    void nameAndTitleSayWhatItIs() {
        Cell cell = new Cell(Content.JSON, 1024, 64, 16);
        assertThat(cell.name()).isEqualTo("json-1024-64x16");
        assertThat(cell.title()).isEqualTo("1 KiB JSON text, 64 × 16");
        assertThat(cell.description()).isEqualTo("1 KiB JSON text, 64 connections, 16 in flight");
        Cell rate = new Cell(Content.BINARY, 125, 1, 1, 10_000);
        assertThat(rate.name()).isEqualTo("binary-125-1x1-at-10000");
        assertThat(rate.title()).isEqualTo("125 B, 1 × 1, 10,000 a second");
        assertThat(rate.description()).isEqualTo("125 B, 1 connection, 1 in flight");
    }

    @Test
    void rawEchoTakesBinaryOnly() {
        assertThat(Cells.ALL)
                .allSatisfy(cell -> assertThat(cell.suits(Server.RAW_NIO)).isEqualTo(cell.content() == Content.BINARY));
        assertThat(Cells.ALL)
                .allSatisfy(cell -> assertThat(cell.suits(Server.HEDDLE_NIO)).isTrue());
    }

    @Test
    void everyTextHasABinaryCellToBeComparedTo() {
        assertThat(Cells.ALL)
                .filteredOn(cell -> !cell.content().isCompressed())
                .allSatisfy(cell -> assertThat(Cells.ALL).contains(cell.raw()));
    }
}
