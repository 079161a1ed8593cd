package io.freshet.kubernetes;

import java.nio.file.Path;

/** The values in {@code chart/freshet/ci} that the chart is tested with. */
enum ValueSet {
    MINIMAL("minimal"),
    SINGLE_REPLICA("single-replica"),
    PRODUCTION("production"),
    OAUTH("oauth"),
    EVERYTHING("everything");

    private final String title;

    ValueSet(String title) {
        this.title = title;
    }

    Path file() {
        return RenderedChart.CHART.resolve("ci").resolve(title + "-values.yaml");
    }

    Path golden() {
        return Path.of("src/test/resources/golden", title + ".yaml");
    }

    @Override
    public String toString() {
        return title;
    }
}
