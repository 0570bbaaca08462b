namespace ServiceDirectory.Web.Pages.Account;

/// <summary>One line to type into, with its words.</summary>
/// <param name="Name">Of <see cref="AccountField"/>; also its id.</param>
/// <param name="Label">What it is.</param>
/// <param name="Help">What to type; null: nothing to say.</param>
/// <param name="Wrong">What was wrong with what was typed; null: nothing.</param>
/// <param name="Value">What was typed; never a passphrase.</param>
public sealed record FieldModel(string Name, string Label, string? Help = null, string? Wrong = null, string? Value = null)
{
    public bool IsSecret { get; init; }

    /// <summary>Six digits, or the letters of a code.</summary>
    public bool IsDigits { get; init; }

    /// <summary>What a keeper of passphrases may do with it (HTML's <c>autocomplete</c>).</summary>
    public string Remembered { get; init; } = "off";

    public string? Described => (Wrong, Help) switch
    {
        (null, null) => null,
        (null, _) => $"{Name}-help",
        (_, null) => $"{Name}-wrong",
        _ => $"{Name}-wrong {Name}-help",
    };
}
