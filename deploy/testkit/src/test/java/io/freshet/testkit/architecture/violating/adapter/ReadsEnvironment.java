package io.freshet.testkit.architecture.violating.adapter;

class ReadsEnvironment {
    String home() {
        return System.getenv("HOME");
    }
}
