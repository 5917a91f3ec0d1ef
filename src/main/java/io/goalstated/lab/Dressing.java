package io.goalstated.lab;

/** What stands before the lab's own sites, or in their place. */
@FunctionalInterface
interface Dressing {
    Dressing NONE = (server, own, lab) -> own;

    Site dress(Server server, Site own, Addresses lab);
}
