using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Guides;

/// <summary>
/// The guides that are read today, as the public role. Dates decide in the query: what is past its last day is not there, whoever is asleep.
/// A campaign is there as long as its organisation chooses to be named there.
/// </summary>
/// <param name="source">The public data source.</param>
public sealed class GuidesInForce(NpgsqlDataSource source)
{
    private const string Shown =
        """
        select g.code, g.kind, g.country, g.organisation, o.content ->> 'name', g.needs, g.original, g.checked_on, g.due_on, g.hidden_from, g.law_on, g.ends_on,
          g.lawyer_on, g.clinician_on, t.language, t.title, t.lead, t.is_older, t.is_machine, t.body, t.selling, t.buying, t.together, t.third_parties, t.how_to_join
        from guide g
        join guide_text t on t.code = g.code
        left join organisation o on o.code = g.organisation
        where g.hidden_from > $1 and (g.ends_on is null or g.ends_on >= $1) and (g.kind <> 'campaign' or o.code is not null)
        """;

    private const string One = Shown + " and g.code = $2";

    // Titles are enough for a list.
    private static readonly string s_all = Shown.Replace(
        "t.body, t.selling, t.buying, t.together, t.third_parties, t.how_to_join", "null::text, null::text, null::text, null::text, null::text, null::text", StringComparison.Ordinal)
        + " order by g.code, t.language";

    /// <summary>Every guide without its longer texts: what is right before what is due, then the newest first.</summary>
    /// <param name="today">Decides which are over.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or not within three seconds.</exception>
    public async Task<IReadOnlyList<ShownGuide>> AllAsync(LocalDate today, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand(s_all);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = today });
        return [.. (await ReadAsync(command, cancellation)).OrderBy(guide => guide.IsDue(today)).ThenByDescending(guide => guide.CheckedOn).ThenBy(guide => guide.Code, StringComparer.Ordinal)];
    }

    /// <summary>One guide, whole; null: nobody reads it today.</summary>
    public async Task<ShownGuide?> FindAsync(string code, LocalDate today, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand(One);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = today });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = code });
        return (await ReadAsync(command, cancellation)).SingleOrDefault();
    }

    /// <summary>Whether a guide was published under a code and is past its last day.</summary>
    public async Task<bool> IsOverAsync(string code, LocalDate today, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand("select exists (select from guide where code = $2 and (hidden_from <= $1 or ends_on < $1))");
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = today });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = code });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<IReadOnlyCollection<ShownGuide>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ShownGuide>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            // A kind that is newer than this program is passed over: it must not take the others with it.
            if (!EnumSlug.TryParse<GuideKind>(rows.GetString(1), out var kind))
                continue;
            string code = rows.GetString(0);
            var words = new GuideWords(rows.GetString(14), rows.GetString(15), rows.GetString(16), rows.GetBoolean(17), rows.GetBoolean(18))
            {
                Body = Words(19),
                Selling = Words(20),
                Buying = Words(21),
                Together = Words(22),
                ThirdParties = Words(23),
                HowToJoin = Words(24),
            };
            if (found.TryGetValue(code, out var begun))
            {
                found[code] = begun with { In = [.. begun.In, words] };
                continue;
            }

            found[code] = new ShownGuide(code, kind, Words(2), rows.GetString(6), rows.GetFieldValue<LocalDate>(7), rows.GetFieldValue<LocalDate>(8), rows.GetFieldValue<LocalDate>(9))
            {
                OrganisationCode = Words(4) is null ? null : Words(3),
                Organisation = Words(4) is { } name ? JsonSerializer.Deserialize<Text>(name, ContentJson.Options) : null,
                Needs = rows.GetFieldValue<int[]>(5),
                LawOn = Day(10),
                EndsOn = Day(11),
                LawyerOn = Day(12),
                ClinicianOn = Day(13),
                In = [words],
            };
        }

        return found.Values;

        string? Words(int at) => rows.IsDBNull(at) ? null : rows.GetString(at);

        LocalDate? Day(int at) => rows.IsDBNull(at) ? null : rows.GetFieldValue<LocalDate>(at);
    }
}

/// <summary>A guide as the public reads it.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; null: it is true everywhere.</param>
/// <param name="Original">The language in which it was written.</param>
/// <param name="DueOn">From this day on it says that a check is due.</param>
/// <param name="HiddenFrom">The first day on which nobody reads it.</param>
public sealed record ShownGuide(string Code, GuideKind Kind, string? Country, string Original, LocalDate CheckedOn, LocalDate DueOn, LocalDate HiddenFrom)
{
    /// <summary>Null: the organisation did not choose to be named.</summary>
    public string? OrganisationCode { get; init; }

    public Text? Organisation { get; init; }

    public IReadOnlyList<int> Needs { get; init; } = [];

    public LocalDate? LawOn { get; init; }

    public LocalDate? EndsOn { get; init; }

    public LocalDate? LawyerOn { get; init; }

    public LocalDate? ClinicianOn { get; init; }

    /// <summary>One for each language.</summary>
    public IReadOnlyList<GuideWords> In { get; init; } = [];

    public bool IsDue(LocalDate today) => DueOn <= today;

    /// <summary>In a language, in the same language of no region, or else as it was written.</summary>
    public GuideWords For(string language) =>
        LanguageTag.WithBase(language).Append(Original).Select(tag => In.FirstOrDefault(words => words.Language == tag)).OfType<GuideWords>().FirstOrDefault() ?? In[0];

    /// <summary>As it would be read if it were published today: what members see before.</summary>
    public static ShownGuide Of(WrittenGuide guide, GuideContent content, LocalDate checkedOn)
    {
        ArgumentNullException.ThrowIfNull(guide);
        ArgumentNullException.ThrowIfNull(content);
        return new ShownGuide(
            guide.Code, guide.Kind, guide.Country, content.Title.Original, checkedOn, GuideRules.DueOn(guide.Kind, checkedOn), GuideRules.HiddenFrom(guide.Kind, checkedOn, content.EndsOn))
        {
            Needs = content.Needs,
            LawOn = content.Law?.On,
            EndsOn = content.EndsOn,
            LawyerOn = content.Lawyer is { } lawyer && lawyer.Of == content.Fingerprint ? lawyer.On : null,
            ClinicianOn = content.Clinician is { } clinician && clinician.Of == content.Fingerprint ? clinician.On : null,
            In = [.. content.Title.In.Keys.Select(language => Words(content, language))],
        };
    }

    private static GuideWords Words(GuideContent content, string language)
    {
        var said = content.Texts.ToDictionary(text => text.Name, text => text.Text.For(language));
        return new GuideWords(language, said["title"].Value, Of("lead") ?? "", said.Values.Any(words => words.OlderThanOriginal), said.Values.Any(words => words.Machine))
        {
            Body = Of("body"),
            Selling = Of("selling"),
            Buying = Of("buying"),
            Together = Of("together"),
            ThirdParties = Of("thirdParties"),
            HowToJoin = Of("howToJoin"),
        };

        string? Of(string name) => said.TryGetValue(name, out var words) ? words.Value : null;
    }
}

/// <summary>The words of a guide in one language.</summary>
/// <param name="IsOlder">The original has changed since they were translated.</param>
/// <param name="IsMachine">No speaker has read them.</param>
public sealed record GuideWords(string Language, string Title, string Lead, bool IsOlder, bool IsMachine)
{
    public string? Body { get; init; }

    public string? Selling { get; init; }

    public string? Buying { get; init; }

    public string? Together { get; init; }

    public string? ThirdParties { get; init; }

    public string? HowToJoin { get; init; }
}
