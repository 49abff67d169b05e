package dev.heddle.conformance.transport;

import dev.heddle.servlet.HeddleServlet;
import dev.heddle.websocket.Endpoint;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The endpoint in a container, and the page beside it. */
final class PageServlet extends HeddleServlet {

    private static final long serialVersionUID = 1L;

    PageServlet(Endpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void plain(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!request.getRequestURI().equals("/")) {
            super.plain(request, response);
            return;
        }
        response.setContentType(EmptyPage.TYPE);
        response.getOutputStream().write(EmptyPage.HTML);
    }
}
