package io.goalstated.app;

/** The process's entry: decides between the daemon and the command line before anything heavy is loaded. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("goalstated");
    }
}
