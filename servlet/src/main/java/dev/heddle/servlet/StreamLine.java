package dev.heddle.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;

/** The end of an event stream, which is a response that is not complete. */
final class StreamLine implements Line, AsyncListener {

    private final AsyncContext context;
    private final ServletTransport transport;

    StreamLine(AsyncContext context, ServletTransport transport) {
        this.context = context;
        this.transport = transport;
    }

    @Override
    public void end() {
        complete();
    }

    @Override
    public void breakOff() {
        ServletRequest request = context.getRequest();
        if (Requests.isHttp1(request)) {
            // A connection of HTTP/2 has others' streams, too.
            HardClose.ofRequest(Requests.unwrapped(request));
        }
        complete();
    }

    private void complete() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container was first.
        }
    }

    /** {@inheritDoc} */
    @Override
    public void onComplete(AsyncEvent event) {
        transport.loop().enter(transport::lost);
    }

    /** {@inheritDoc} */
    @Override
    public void onTimeout(AsyncEvent event) {
        // There is none: a stream has no end.
    }

    /** {@inheritDoc} */
    @Override
    public void onError(AsyncEvent event) {
        Throwable cause = event.getThrowable();
        transport
                .loop()
                .enter(() ->
                        transport.failed(cause == null ? new IllegalStateException("The response failed") : cause));
    }

    /** {@inheritDoc} */
    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody does.
    }
}
