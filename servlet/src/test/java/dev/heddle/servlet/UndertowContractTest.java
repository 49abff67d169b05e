package dev.heddle.servlet;

/** Inside of Undertow. */
class UndertowContractTest extends ContainerContract {

    UndertowContractTest() {
        super(Container.UNDERTOW);
    }
}
