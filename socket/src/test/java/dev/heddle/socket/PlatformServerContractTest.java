package dev.heddle.socket;

/** Our server on threads of the platform's, which a newer JVM would not take by itself. */
class PlatformServerContractTest extends SocketServerContract {

    @Override
    SocketServer.Builder set(SocketServer.Builder builder) {
        return builder.threads(Threads.platform());
    }
}
