package dev.heddle.conformance.interop;

import dev.heddle.conformance.command.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page at {@code /} of a server, in a Chromium of its own that makes no connection but to that server. */
final class TestPage implements AutoCloseable {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** Warns of a part of Selenium that is not used here; held, or its level would be forgotten. */
    private static final Logger NOISE = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    static {
        NOISE.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;
    private final WebDriverWait wait;

    private TestPage(ChromeDriver driver) {
        this.driver = driver;
        this.wait = new WebDriverWait(driver, ChildProcess.PATIENCE, Duration.ofMillis(20));
    }

    /** Opens the page of the server that has its WebSockets at this URL. */
    static TestPage open(String webSocketUrl) throws IOException {
        return open(webSocketUrl, List.of());
    }

    /** Opens the page of a server whose certificate is a test's own. */
    static TestPage openIgnoringCertificates(String webSocketUrl) throws IOException {
        return open(webSocketUrl, List.of("--ignore-certificate-errors"));
    }

    private static TestPage open(String webSocketUrl, List<String> more) throws IOException {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Tools.chromium().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--user-data-dir=" + Files.createTempDirectory(Files.createDirectories(TARGET), "chromium-"));
        options.addArguments(more);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // Explicitly, or Selenium would look for a driver on the network.
        System.setProperty("webdriver.chrome.driver", Tools.chromedriver().toString());
        TestPage page = new TestPage(new ChromeDriver(options));
        page.load(webSocketUrl);
        return page;
    }

    /** Opens the page of another server in the same browser. */
    void load(String webSocketUrl) {
        driver.get(webSocketUrl.replaceFirst("^ws", "http").replaceFirst("(://[^/]*/).*", "$1"));
    }

    /** Runs a script that is done when it calls its last argument, and returns what it calls that with. */
    Object run(String script, Object... arguments) {
        driver.manage().timeouts().scriptTimeout(ChildProcess.PATIENCE);
        return driver.executeAsyncScript(script, arguments);
    }

    String state() {
        return byId("state").getText();
    }

    void click(String id) {
        wait.until(ExpectedConditions.elementToBeClickable(By.id(id))).click();
    }

    /** Puts a text into a field, also one that no keyboard has the keys for. */
    void fill(String id, String text) {
        driver.executeScript(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                byId(id),
                text);
    }

    void sendLarge(int bytes) {
        new Select(byId("large-size")).selectByValue(Integer.toString(bytes));
        click("send-large");
    }

    /** Waits for an entry of the log. */
    WebElement awaitEntry(String selector) {
        return wait.until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("#log " + selector)));
    }

    /** Waits for what the whole page has. */
    WebElement await(String selector) {
        return wait.until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(selector)));
    }

    /** Waits until the page's event stream has come to a number, and returns where it is. */
    long awaitEvent(long number) {
        return wait.until(page -> {
            String id = await("#events").getDomAttribute("data-id");
            return id == null || Long.parseLong(id) < number ? null : Long.valueOf(id);
        });
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector("#log " + selector)).size();
    }

    /** Returns what the browser complained about: a policy that was broken, an exception. */
    List<String> consoleErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    Path screenshot(String name) throws IOException {
        Path directory = Files.createDirectories(TARGET.resolve("screenshots"));
        return Files.write(directory.resolve(name), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private WebElement byId(String id) {
        return driver.findElement(By.id(id));
    }
}
