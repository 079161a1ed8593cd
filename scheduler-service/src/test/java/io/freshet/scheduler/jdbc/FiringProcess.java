package io.freshet.scheduler.jdbc;

import io.freshet.scheduler.schedule.ScheduleStore;
import io.freshet.scheduler.schedule.ScheduleTimer;
import io.freshet.servicekit.kafka.TurnLoop;
import io.freshet.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;

/** Another scheduler: fires the schedules of a database until it is killed. */
final class FiringProcess implements AutoCloseable {
    private final Process process;

    private FiringProcess(Process process) {
        this.process = process;
    }

    static FiringProcess start(TestDatabase database, Path directory) throws IOException {
        return new FiringProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FiringProcess.class.getName(),
                        database.jdbcUrl(),
                        database.user(),
                        database.password(),
                        directory.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Arguments: address of the database, user, password, directory. */
    public static void main(String[] arguments) throws InterruptedException {
        SchedulerDatabase database =
                SchedulerDatabase.open(arguments[0], arguments[1], arguments[2], Path.of(arguments[3]));
        try (TurnLoop timer = ScheduleTimer.loop(database.context().getBean(ScheduleStore.class))
                .start()) {
            Thread.currentThread().join();
        }
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
