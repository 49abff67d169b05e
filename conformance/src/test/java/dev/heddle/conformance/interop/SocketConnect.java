package dev.heddle.conformance.interop;

import dev.heddle.socket.SocketClient;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;

/** Connects a SocketClient that trusts one authority, and says what it hears; for a process that has names of its own. */
final class SocketConnect {

    private SocketConnect() {}

    /** Takes the file of the authority, in PEM, and the URL; ends with the WebSocket. */
    public static void main(String[] arguments) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (InputStream pem = Files.newInputStream(Path.of(arguments[0]));
                SocketClient client = SocketClient.builder()
                        .tls(Certificates.trusting((X509Certificate)
                                CertificateFactory.getInstance("X.509").generateCertificate(pem)))
                        .build()) {
            String outcome = client.connect(arguments[1], new WebSocketListener() {
                        @Override
                        public void onError(WebSocket socket, Throwable error) {
                            System.out.println("error");
                        }

                        @Override
                        public void onClose(WebSocket socket, CloseEvent event) {
                            System.out.println("close " + event.code());
                            closed.countDown();
                        }
                    })
                    .handle((socket, failure) -> failure == null ? "connected" : "not connected")
                    .join();
            closed.await();
            System.out.println(outcome);
        }
    }
}
