package dev.heddle.servlet;

/** The containers of the tests. */
enum Container {
    TOMCAT {
        @Override
        Running start(Application application) throws Exception {
            return new TomcatRunning(application);
        }
    },
    JETTY {
        @Override
        Running start(Application application) throws Exception {
            return new JettyRunning(application);
        }
    },
    UNDERTOW {
        @Override
        Running start(Application application) throws Exception {
            return new UndertowRunning(application);
        }
    };

    static final String HOST = "127.0.0.1";

    abstract Running start(Application application) throws Exception;
}
