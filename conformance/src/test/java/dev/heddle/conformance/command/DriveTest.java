package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code heddle drive} answers the lines of {@code drive.txt} and {@code drive-deflate.txt} as it stands there. */
class DriveTest {

    @Tag("WS-041")
    @Tag("HX-003")
    @Tag("HX-004")
    @Tag("H1-017")
    @Tag("H1-020")
    @Test
    void conversationIsAsWritten() throws Exception {
        assertConversation("drive.txt", 80);
    }

    @Tag("WS-054")
    @Tag("WS-055")
    @Tag("WS-056")
    @Tag("WS-122")
    @Tag("WS-124")
    @Tag("PMD-001")
    @Tag("PMD-002")
    @Tag("PMD-004")
    @Tag("PMD-005")
    @Tag("PMD-006")
    @Tag("PMD-007")
    @Tag("PMD-008")
    @Tag("PMD-009")
    @Tag("PMD-011")
    @Tag("PMD-014")
    @Tag("PMD-015")
    @Tag("PMD-016")
    @Tag("PMD-017")
    @Tag("PMD-018")
    @Tag("PMD-019")
    @Tag("PMD-020")
    @Tag("PMD-021")
    @Tag("PMD-022")
    @Tag("PMD-024")
    @Tag("PMD-027")
    @Tag("PMD-028")
    @Tag("PMD-029")
    @Tag("PMD-030")
    @Tag("PMD-031")
    @Tag("PMD-032")
    @Tag("SEC-06")
    @Tag("SEC-07")
    @Tag("SEC-08")
    @Tag("SEC-09")
    @Tag("SEC-10")
    @Test
    void conversationAboutCompressionIsAsWritten() throws Exception {
        assertConversation("drive-deflate.txt", 120);
    }

    private static void assertConversation(String name, int least) throws Exception {
        List<String> conversation = conversation(name);
        List<String> input = lines(conversation, "> ");
        assertThat(input).hasSizeGreaterThan(least);
        try (ChildProcess drive = ChildProcess.heddle("-XX:TieredStopAtLevel=1", "drive")) {
            for (String line : input) {
                drive.type(line);
            }
            drive.endInput();
            ChildProcess.Result result = drive.result();
            assertThat(result.out()).isEqualTo(lines(conversation, "< "));
            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
        }
    }

    /** A test suite in another language writes a line and waits for its answer. */
    @Test
    void answerComesBeforeTheNextLine() throws Exception {
        try (ChildProcess drive = ChildProcess.heddle("-XX:TieredStopAtLevel=1", "drive")) {
            drive.type("{\"id\":1,\"op\":\"new\",\"driver\":\"server\"}");
            assertThat(drive.awaitOut(line -> line.contains("\"id\":1"))).isEqualTo("{\"id\":1,\"driver\":1}");
            drive.type("{\"id\":2,\"op\":\"state\",\"driver\":1}");
            assertThat(drive.awaitOut(line -> line.contains("\"id\":2")))
                    .startsWith("{\"id\":2,\"returned\":\"connecting\",");
        }
    }

    /** JSON is UTF-8 also where the terminal is said to be ASCII, as in most containers. */
    @Test
    void answerIsUtf8WhateverTheLocaleIs() throws Exception {
        ProcessBuilder builder = ChildProcess.heddleBuilder("-XX:TieredStopAtLevel=1", List.of(), List.of("drive"));
        builder.environment().put("LC_ALL", "C");
        try (ChildProcess drive = new ChildProcess(builder)) {
            drive.type("{\"id\":\"é😀\"}");
            drive.endInput();
            assertThat(drive.result().out()).containsExactly("{\"id\":\"é😀\",\"error\":\"Missing field: op\"}");
        }
    }

    /** As with {@code | head -1}. */
    @Test
    void readerThatLeavesEndsIt() throws Exception {
        Path script = Launcher.built();
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", "yes '{\"id\":1}' | HEDDLE_OPTS=-Xmx64m '" + script + "' drive | head -n 1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try (ChildProcess pipe = new ChildProcess(builder)) {
            assertThat(pipe.result().out()).containsExactly("{\"id\":1,\"error\":\"Missing field: op\"}");
        }
    }

    /** Bytes in hexadecimal digits are twice as long as a message, and a message may have 64 MiB. */
    @Test
    void lineMayHoldAMessageOfTheLargestSize() throws Exception {
        try (ChildProcess drive = ChildProcess.heddle("-XX:TieredStopAtLevel=1", "drive")) {
            drive.type("{\"id\":1,\"op\":\"new\",\"driver\":\"client\",\"url\":\"ws://h/\"}");
            String digits = "61".repeat(64 << 20);
            drive.type("{\"id\":2,\"op\":\"binary\",\"driver\":1,\"bytes\":\"" + digits + "\"}");
            drive.endInput();
            ChildProcess.Result result = drive.result();
            assertThat(result.out()).last().asString().startsWith("{\"id\":2,\"returned\":true,\"events\":[],");
        }
    }

    private static List<String> lines(List<String> conversation, String start) {
        return conversation.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    private static List<String> conversation(String name) throws IOException {
        try (InputStream in = DriveTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
