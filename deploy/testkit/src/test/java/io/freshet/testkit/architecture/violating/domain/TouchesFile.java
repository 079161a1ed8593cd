package io.freshet.testkit.architecture.violating.domain;

import java.nio.file.Files;
import java.nio.file.Path;

class TouchesFile {
    boolean exists(Path path) {
        return Files.exists(path);
    }
}
