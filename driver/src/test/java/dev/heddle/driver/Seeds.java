package dev.heddle.driver;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Where the fuzz tests begin: the bytes of {@code heads.txt} and {@code vectors.txt}. What a fuzzer found stands as a file
 * in the folder of the test's inputs.
 */
final class Seeds {

    /** Longer ones are about limits, which {@link AnyInput#LIMITS} has far below. */
    private static final int LONGEST = 1500;

    private Seeds() {}

    static Stream<Arguments> requests() throws IOException {
        return Stream.concat(heads(Role.SERVER), behindHandshake(DriverTester.REQUEST, Role.SERVER));
    }

    static Stream<Arguments> responses() throws IOException {
        return Stream.concat(heads(Role.CLIENT), behindHandshake(DriverTester.RESPONSE, Role.CLIENT));
    }

    static Stream<Arguments> framesForServers() throws IOException {
        return frames(Role.SERVER);
    }

    static Stream<Arguments> framesForClients() throws IOException {
        return frames(Role.CLIENT);
    }

    /** Eight bytes in front, which for draft 76 end the handshake and for draft 75 are a part like any other. */
    static Stream<Arguments> framesOfDrafts() throws IOException {
        return Vector.all().stream()
                .filter(vector -> vector.version().startsWith("hixie"))
                .flatMap(vector -> Stream.concat(
                        seed(vector.toString(), bytes(vector)),
                        seed("eight bytes, " + vector, Wire.join(Wire.octets(DriverTester.BODY_76), bytes(vector)))));
    }

    private static Stream<Arguments> heads(Role role) throws IOException {
        return HeadCase.all().stream()
                .filter(head -> head.role() == role)
                .flatMap(head -> seed(head.toString(), Wire.octets(head.head())));
    }

    private static Stream<Arguments> frames(Role role) throws IOException {
        return Vector.all().stream()
                .filter(vector -> vector.role() == role && vector.version().startsWith("hybi"))
                .flatMap(vector -> seed(vector.toString(), bytes(vector)));
    }

    /** A handshake with the first frames in the same read. */
    private static Stream<Arguments> behindHandshake(String head, Role role) {
        byte[] hello = Wire.frame(role, true, Opcode.TEXT, Wire.bytes("48656c6c6f"));
        byte[] close = Wire.frame(role, true, Opcode.CLOSE, Wire.bytes("03e8"));
        return seed("frames behind the handshake", Wire.join(Wire.octets(head), hello, close));
    }

    private static byte[] bytes(Vector vector) {
        List<byte[]> received = vector.steps().stream()
                .map(Vector.Step::bytes)
                .filter(bytes -> bytes != null)
                .toList();
        return Wire.join(received.toArray(new byte[0][]));
    }

    private static Stream<Arguments> seed(String name, byte[] bytes) {
        boolean fits = bytes.length > 0 && bytes.length <= LONGEST;
        return fits ? Stream.of(Arguments.of(Named.of(name, bytes))) : Stream.empty();
    }
}
