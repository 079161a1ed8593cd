package io.freshet.endtoend;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fixture ER in small, on a scene: as many dates as a scenario needs, of all sites. */
final class ErScene {
    private final ErFixture fixture;
    private final String salt;

    /**
     * @param salt a number that every file has besides its own, so that no other scenario's results are equal and answer for these
     */
    ErScene(Scene scene, int salt) {
        this.fixture = new ErFixture(scene.namespace(), 0);
        this.salt = salt + "\n";
    }

    void deliver(LocalDate date, String site) throws IOException {
        fixture.deliver(date, site, salt);
    }

    void deliver(List<LocalDate> dates) throws IOException {
        for (LocalDate date : dates) {
            for (String site : ErFixture.SITES) {
                deliver(date, site);
            }
        }
    }

    /** The first version of the bundle, which settles at once. */
    static Map<String, String> bundle() throws IOException {
        Map<String, String> files = Scene.bundle("er", "workflow.yaml", "clean.sh", "total.sh");
        files.computeIfPresent("workflow.yaml", (name, text) -> text.replace("settle: 200ms", "settle: 0s"));
        return files;
    }

    static Map<String, Integer> launches(int clean, int daily, int monthly, int report) {
        Map<String, Integer> launches =
                new TreeMap<>(Map.of("clean", clean, "daily", daily, "monthly", monthly, "report", report));
        launches.values().removeIf(count -> count == 0);
        return launches;
    }
}
