using System.Globalization;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What a walk asks of a person: counted while it is walked, so that nobody has to guess.</summary>
/// <param name="Pages">That came, each time anew.</param>
/// <param name="Words">That stood on them to be read, without the head and foot of the page.</param>
/// <param name="Fields">In which something was typed.</param>
/// <param name="Letters">That were typed.</param>
/// <param name="Taps">On links, buttons, ticks and folded parts; one more for each field, to get into it.</param>
internal sealed record Effort(int Pages, int Words, int Fields, int Letters, int Taps)
{
    /// <summary>In the words in which docs/walkthrough.md has it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Pages} pages, {Words} words, {Fields} fields, {Letters} letters, {Taps} taps");

    public static Effort operator -(Effort one, Effort other) =>
        new(one.Pages - other.Pages, one.Words - other.Words, one.Fields - other.Fields, one.Letters - other.Letters, one.Taps - other.Taps);

    public static Effort Subtract(Effort one, Effort other) => one - other;
}
