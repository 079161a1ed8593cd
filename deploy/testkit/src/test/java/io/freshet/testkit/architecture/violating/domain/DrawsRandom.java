package io.freshet.testkit.architecture.violating.domain;

import java.util.Random;

class DrawsRandom {
    int number(Random random) {
        return random.nextInt();
    }
}
