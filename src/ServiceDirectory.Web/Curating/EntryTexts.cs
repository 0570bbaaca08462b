using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Web.Curating;

/// <summary>
/// A text in several languages as fields: for each a line with its language and one with its words, which belong together by their order,
/// so that one more can be added without a script.
/// </summary>
public static class EntryTexts
{
    public static string Language(string name) => name + ".lang";

    public static string Words(string name) => name + ".words";

    /// <summary>Tags of languages whose words a machine made.</summary>
    public static string Machine(string name) => name + ".machine";

    /// <summary>The language in which it was first written.</summary>
    public static string Original(string name) => name + ".original";

    /// <summary>Tags of translations that still say what the changed original says.</summary>
    public static string Same(string name) => name + ".same";

    public static void Fill(EntryForm form, string name, Text? text, string language)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (text is null)
        {
            form.Add(Language(name), language);
            form.Add(Words(name), "");
            return;
        }

        foreach (var (tag, words) in text.In.OrderByDescending(words => words.Key == text.Original).ThenBy(words => words.Key, StringComparer.Ordinal))
        {
            form.Add(Language(name), tag);
            form.Add(Words(name), words.Value);
            if (words.Machine)
                form.Add(Machine(name), tag);
        }

        form.Add(Original(name), text.Original);
    }

    /// <summary>Each language and its words as typed; the first is there even when it is empty.</summary>
    public static IReadOnlyList<(string Language, string Words)> Rows(EntryForm form, string name)
    {
        ArgumentNullException.ThrowIfNull(form);
        return [.. form.All(Language(name)).Zip(form.All(Words(name))).Where((row, index) => index == 0 || row.First.Trim().Length + row.Second.Trim().Length > 0)];
    }

    /// <summary>The text that was typed.</summary>
    /// <param name="form">What was typed.</param>
    /// <param name="name">Of the text.</param>
    /// <param name="before">What is kept: words that are the same keep who translated them, and when.</param>
    /// <param name="by">Whose translation it is.</param>
    /// <param name="on">Today.</param>
    /// <param name="wrong">Takes what cannot be.</param>
    /// <returns>Null: nothing was typed.</returns>
    public static Text? Read(EntryForm form, string name, Text? before, Guid by, LocalDate on, WrongFields wrong)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(wrong);
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string? first = null;
        foreach (var (typed, said) in Rows(form, name))
        {
            if (said.Trim().Length == 0)
                continue;
            if (LanguageNames.Find(typed) is not { } tag)
                wrong.Add(name, "Entry.Wrong.Language");
            else if (!words.TryAdd(tag, said.Trim()))
                wrong.Add(name, "Entry.Wrong.LanguageTwice");
            else
                first ??= tag;
        }

        if (first is null)
            return null;
        string original = new[] { form[Original(name)], before?.Original ?? "" }.FirstOrDefault(words.ContainsKey) ?? first;
        string fingerprint = Text.Fingerprint(words[original]);
        return new Text
        {
            Original = original,
            In = new SortedDictionary<string, Words>(words.ToDictionary(said => said.Key, said => Of(said.Key, said.Value)), StringComparer.Ordinal),
        };

        Words Of(string tag, string value)
        {
            var had = before?.In.GetValueOrDefault(tag);
            if (tag == original)
                return had is { Of: null } && had.Value == value ? had : new Words { Value = value };
            bool machine = form.Has(Machine(name), tag) || form.Has(Machine(name), "new") && had is null;
            return had is { Of: not null } && had.Value == value && had.Machine == machine && !form.Has(Same(name), tag)
                ? had
                : new Words { Value = value, By = by, On = on, Machine = machine, Of = fingerprint };
        }
    }
}
