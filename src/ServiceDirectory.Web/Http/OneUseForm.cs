using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// What a form that anybody may send has in it, sealed, in place of a cookie: when it was made and a number that is taken once. No machine
/// sends it at once, and what lay in a tab for days is looked at again before it goes.
/// </summary>
/// <param name="Nonce">Goes into a unique column of the row that the form makes.</param>
/// <param name="From">Seconds since 1970, when the page was made.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
/// <param name="Question">Asked while much comes in at once; null: none.</param>
public sealed record OneUseForm(byte[] Nonce, long From, long EndsAt, PlainQuestion? Question) : ITravelling
{
    /// <summary>Nobody reads and writes in less.</summary>
    public static readonly Duration Shortest = Duration.FromSeconds(3);

    public static readonly Duration Longest = Duration.FromHours(24);

    public static OneUseForm New(Instant now, PlainQuestion? question = null) =>
        new(RandomNumberGenerator.GetBytes(16), now.ToUnixTimeSeconds(), (now + Longest).ToUnixTimeSeconds(), question);

    public bool IsTooSoon(Instant now) => now - Instant.FromUnixTimeSeconds(From) < Shortest;
}

/// <summary>Something that a person answers without thinking, and a machine that was not made for this site does not.</summary>
/// <param name="Left">From 1 to 9.</param>
/// <param name="Right">From 1 to 9, to be added.</param>
public sealed record PlainQuestion(int Left, int Right)
{
    public static PlainQuestion New() => new(RandomNumberGenerator.GetInt32(1, 10), RandomNumberGenerator.GetInt32(1, 10));

    /// <summary>In the digits of any script.</summary>
    public bool IsAnsweredBy(string? typed)
    {
        string digits = string.Concat((typed ?? "").Where(char.IsDigit).Select(c => (int)char.GetNumericValue(c)));
        return digits == $"{Left + Right}";
    }
}
