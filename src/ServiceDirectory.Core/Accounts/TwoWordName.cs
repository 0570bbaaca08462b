using System.Security.Cryptography;

namespace ServiceDirectory.Core.Accounts;

/// <summary>
/// The name of an account: two plain words that the program draws, so that no name leads to a person and nobody learns by choosing
/// one whether it exists.
/// </summary>
public static class TwoWordName
{
    private static readonly string[] s_first =
    [
        "amber", "ample", "azure", "bold", "brave", "brief", "bright", "brisk", "broad", "bronze", "calm", "candid", "chalk", "cheery", "civil", "clear",
        "clever", "copper", "cosy", "crisp", "dapper", "dawn", "deft", "eager", "early", "easy", "even", "fair", "fern", "fleet", "fond", "frank",
        "fresh", "frosty", "gentle", "giant", "glad", "golden", "grand", "green", "happy", "hardy", "hazel", "honest", "indigo", "ivory", "jolly", "keen",
        "kind", "large", "late", "lemon", "level", "lilac", "little", "lively", "local", "loyal", "lucky", "lunar", "maple", "marble", "mellow", "merry",
        "mild", "mint", "misty", "modest", "mossy", "neat", "nimble", "noble", "novel", "oaken", "olive", "open", "patient", "pearl", "plain", "polar",
        "prompt", "proud", "quick", "quiet", "ready", "royal", "rustic", "sandy", "silver", "simple", "smart", "smooth", "snowy", "solar", "solid", "spare",
        "steady", "stone", "sunny", "super", "sure", "swift", "tall", "tidy", "timely", "topaz", "trusty", "upper", "velvet", "vivid", "warm", "whole",
        "wide", "windy", "wise", "witty", "woven", "young", "zesty",
    ];

    private static readonly string[] s_second =
    [
        "acorn", "anchor", "anvil", "apron", "arch", "arrow", "atlas", "badger", "barley", "basket", "beacon", "bell", "bench", "birch", "boat", "bridge",
        "brook", "bucket", "button", "cabin", "candle", "canoe", "canvas", "castle", "cedar", "chair", "cliff", "clock", "cloud", "clover", "coast", "comet",
        "compass", "coral", "cotton", "crane", "cricket", "curtain", "daisy", "delta", "desk", "dune", "eagle", "easel", "ember", "falcon", "feather", "ferry",
        "field", "finch", "flute", "forest", "garden", "gate", "glacier", "grove", "hammer", "harbour", "harp", "heron", "hill", "hinge", "island", "ivy",
        "jacket", "jigsaw", "kettle", "kite", "ladder", "lake", "lamp", "lantern", "lark", "ledger", "lemur", "linen", "magnet", "map", "marsh", "meadow",
        "mill", "mirror", "moth", "needle", "oak", "oar", "orchard", "otter", "paddle", "paper", "pebble", "pencil", "pepper", "pine", "planet", "pond",
        "poplar", "prairie", "quarry", "quilt", "rabbit", "radio", "rafter", "raven", "ridge", "river", "robin", "saddle", "sail", "shore", "spade", "sparrow",
        "spoon", "spruce", "table", "teapot", "thistle", "ticket", "tower", "trail", "tulip", "tunnel", "valley", "violin", "walnut", "willow", "window", "yarn",
    ];

    /// <summary>How many there are.</summary>
    public static int Count => s_first.Length * s_second.Length;

    /// <summary>One drawn at random, for example <c>quiet-otter</c>.</summary>
    public static string New() => $"{Any(s_first)}-{Any(s_second)}";

    /// <summary>The name that somebody means who types it in capitals, or with a space.</summary>
    public static string Normalise(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return string.Join('-', typed.ToLowerInvariant().Split([' ', '-', '–', '‑', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Any(string[] words) => words[RandomNumberGenerator.GetInt32(words.Length)];
}
