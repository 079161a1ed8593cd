package io.freshet.testkit.architecture.violating.adapter;

import java.util.UUID;

class DrawsId {
    UUID id() {
        return UUID.randomUUID();
    }
}
