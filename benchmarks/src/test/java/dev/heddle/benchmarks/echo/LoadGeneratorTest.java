package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadGeneratorTest {

    private static final Cell CELL = new Cell(Content.BINARY, 16, 64, 1);
    private static final String LINE = """
            {"mode":"ws","connections":64,"payload":16,"pipeline":1,"opcode":"binary","fragment":0,"deflate":"","seconds":2.00,\
            "messages":400000,"msg_per_s":200000,"mb_per_s":3.20,"p50_us":160.1,"p90_us":180.2,"p99_us":220.3,"p999_us":400.4,\
            "max_us":900.5,"verified":6250,"lost":0,"unclean_closes":0,"client_cpu_us_per_msg":1.250,"client_cpu_pct":25,\
            "server_cpu_us_per_msg":2.345,"server_cpu_pct":46,"server_rss_mb":90.1,"server_rss_peak_mb":99.9,"server_threads":12}
            """;

    private final LoadGenerator generator = new LoadGenerator(Path.of("wsload"), 1, Path.of("target"));

    @Test
    void lineOfTheGeneratorIsRead() throws IOException {
        assertThat(LoadGenerator.parse(2, Server.VERTX, CELL, LINE))
                .isEqualTo(new Entry.Load(2, Server.VERTX, "binary-16-64x1", 2.345, 200_000, 1.25, null));
    }

    @Test
    void histogramIsKept() throws IOException {
        String line = LINE.replace("}", ",\"histogram\":[[1000,3],[2000,1]]}");
        Entry.Load load = LoadGenerator.parse(1, Server.VERTX, CELL, line);
        assertThat(Latencies.decode(load.latencies()).count()).isEqualTo(4);
    }

    @Test
    void whatIsNotTheLineIsRefused() {
        assertThatThrownBy(() -> LoadGenerator.parse(1, Server.VERTX, CELL, "Segmentation fault"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Segmentation fault");
        assertThatThrownBy(() -> LoadGenerator.parse(1, Server.VERTX, CELL, "")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> LoadGenerator.parse(1, Server.VERTX, CELL, LINE.replace("server_cpu_us", "x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("server_cpu_us_per_msg");
    }

    @Test
    void cellInWhichNoMessageCameBackIsNoFigure() {
        assertThatThrownBy(() -> LoadGenerator.parse(1, Server.VERTX, CELL, LINE.replace(":400000", ":0")))
                .hasMessage("No message came back in time");
    }

    @Test
    void binaryCellIsAskedOfAServerAndOfARawEcho() {
        assertThat(command(Server.NETTY_NIO, CELL))
                .isEqualTo("wsload --binary -c 64 -p 1 -s 16 -w 0.50 -d 2.00 --settle 12 --pid 99 127.0.0.1 8000 /");
        assertThat(command(Server.RAW_NIO, CELL))
                .isEqualTo("wsload --raw -c 64 -p 1 -s 16 -w 0.50 -d 2.00 --settle 12 --pid 99 127.0.0.1 8000 /");
    }

    @Test
    void textIsCompressedAsTheCellSays() {
        assertThat(command(Server.WS, new Cell(Content.TAKEOVER, 1024, 16, 4)))
                .startsWith("wsload --text --content json --deflate-takeover -c 16 -p 4 -s 1024 ");
        assertThat(command(Server.WS, new Cell(Content.DEFLATE, 1024, 16, 4)))
                .startsWith("wsload --text --content json --deflate -c 16 ");
        assertThat(command(Server.WS, new Cell(Content.UTF8, 1024, 16, 4)))
                .startsWith("wsload --text --content utf8 -c 16 ");
    }

    @Test
    void cellAtAFixedRateAsksForAllLatencies() {
        assertThat(command(Server.WS, new Cell(Content.BINARY, 125, 64, 16, 10_000)))
                .contains(" --rate 10000 --histogram ");
    }

    private String command(Server server, Cell cell) {
        List<String> command = generator.command(server, 8000, 99, cell, 0.5, 2);
        return String.join(" ", command);
    }
}
