package io.goalstated.config;

/** The types that many keys share. */
final class Types {
    static final ValueType.Switch SWITCH = new ValueType.Switch();
    static final ValueType.Text TEXT = new ValueType.Text();
    static final ValueType.OptionalText OPTIONAL_TEXT = new ValueType.OptionalText();
    static final ValueType.AbsolutePath PATH = new ValueType.AbsolutePath();
    static final ValueType.OptionalPath OPTIONAL_PATH = new ValueType.OptionalPath();
    static final ValueType.HostAndPort ENDPOINT = new ValueType.HostAndPort();
    /** The period of something that is looked at now and then: a second to a day. */
    static final ValueType.Seconds PERIOD = new ValueType.Seconds(1, 86_400);

    private Types() {}
}
