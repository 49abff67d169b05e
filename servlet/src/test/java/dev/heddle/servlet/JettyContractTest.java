package dev.heddle.servlet;

/** Inside of Jetty. */
class JettyContractTest extends ContainerContract {

    JettyContractTest() {
        super(Container.JETTY);
    }

    /** Jetty shows both as the end of the input. */
    @Override
    protected boolean seesResets() {
        return false;
    }
}
