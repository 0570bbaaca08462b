using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <summary>
/// Finds entries that may be about the same service, while somebody writes: the same telephone number or website, or a name that is much
/// alike in the same town or near it. It never stands in the way.
/// </summary>
/// <param name="context">The private half, as the app.</param>
public sealed class DuplicateCheck(DirectoryDbContext context)
{
    /// <summary>How near a place has to be for a similar name to count.</summary>
    public const double NearKm = 10;

    private const int MostCandidates = 500;

    private const int MostShown = 5;

    private const double KmOfADegree = 111;

    /// <summary>Hosts on which many have a page: there only the whole address says whose it is.</summary>
    private static readonly string[] s_shared =
        ["facebook.com", "instagram.com", "linktr.ee", "sites.google.com", "wordpress.com", "blogspot.com", "x.com", "twitter.com", "tiktok.com", "gov.uk", "nhs.uk", "t.me", "wa.me"];

    public async Task<Lookalikes> FindAsync(LookFor look, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(look);
        var found = new List<Lookalike>();
        bool isKnown = false;
        foreach (var candidate in await CandidatesAsync(look, cancellation))
        {
            var content = Upcasters.Default.Read(candidate.Content, candidate.Version);
            var why = Why(look, content, candidate.IsNear);
            if (why == Alike.Not || look.OtherThan.Contains(candidate.Code))
                continue;
            bool hasEnded = candidate.State is ServiceState.Declined or ServiceState.Removed;
            // What was refused before is for those who judge: it could speak badly of somebody who is not here to answer.
            if (hasEnded && !look.IsReviewer)
                isKnown = true;
            // A working list is its organisation's own.
            else if (candidate.State != ServiceState.Working || candidate.OrganisationId == look.OrganisationId)
                found.Add(new Lookalike(candidate.Code, content.Name, candidate.State, content.Sites is [var site, ..] ? site.PlaceId : null, why));
        }

        return new Lookalikes([.. found.OrderBy(one => one.Why).ThenBy(one => one.Code, StringComparer.Ordinal).Take(MostShown)], isKnown);
    }

    /// <summary>How alike two names are, from 0 to 1: the share of three letters in a row that both have, or 1 for one letter typed otherwise.</summary>
    public static double Likeness(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        string a = PlaceText.Key(one), b = PlaceText.Key(other);
        if (a.Length == 0 || b.Length == 0)
            return 0;
        if (a == b)
            return 1;
        HashSet<string> left = Threes(a), right = Threes(b);
        int both = left.Count(right.Contains);
        return (double)both / (left.Count + right.Count - both);
    }

    private static HashSet<string> Threes(string key)
    {
        string padded = $"  {key} ";
        return [.. Enumerable.Range(0, padded.Length - 2).Select(at => padded.Substring(at, 3))];
    }

    private static Alike Why(LookFor look, ListingContent content, bool isNear)
    {
        if (content.Phones.Any(phone => look.Phones.Contains(phone.Number)))
            return Alike.Phone;
        bool isAlike = content.OtherNames.Append(content.Name).SelectMany(name => name.In.Values).Any(words => Has(look.Names, words.Value));
        // Several services of one provider have one website, and names of their own.
        bool isAnother = !isAlike && content.Provider.Name is { } provider && provider.In.Values.Any(words => Has(look.Provider, words.Value));
        if (look.Website is { } website && content.Website is { } theirs && SameSite(website, theirs.Url) && !isAnother)
            return Alike.Website;
        return isAlike && isNear ? Alike.Name : Alike.Not;

        static bool Has(IReadOnlyList<string> names, string name) => names.Any(one => Likeness(one, name) >= AlikeFrom);
    }

    private const double AlikeFrom = 0.5;

    private static bool SameSite(string one, string other)
    {
        if (!Uri.TryCreate(one, UriKind.Absolute, out var a) || !Uri.TryCreate(other, UriKind.Absolute, out var b) || Host(a) != Host(b))
            return false;
        return !s_shared.Any(host => Host(a) == host || Host(a).EndsWith('.' + host, StringComparison.Ordinal)) || a.AbsolutePath.TrimEnd('/') == b.AbsolutePath.TrimEnd('/');
    }

    private static string Host(Uri address) => address.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? address.Host[4..].ToLowerInvariant() : address.Host.ToLowerInvariant();

    private async Task<List<Candidate>> CandidatesAsync(LookFor look, CancellationToken cancellation)
    {
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(
                """
                with near (place) as (
                  select distinct p.geo_name_id from published.place p
                  join published.place c on c.geo_name_id = any ($3)
                    and p.latitude between c.latitude - $6 and c.latitude + $6
                    and p.longitude between c.longitude - $6 / greatest(cos(radians(c.latitude)), 0.1) and c.longitude + $6 / greatest(cos(radians(c.latitude)), 0.1)
                  union select unnest($3)
                ), alike (id, near) as (
                  select r.service_id, false from unnest($1::text[]) n join directory.revision r
                    on r.content -> 'phones' @> jsonb_build_array(jsonb_build_object('number', n))
                  union select r.service_id, false from directory.revision r
                    where substring(lower(r.content #>> '{website,url}') from '^https?://(?:www\.)?([^/:?#]+)') = $2
                  union select r.service_id, true from near join directory.revision r
                    on jsonb_path_query_array(r.content, '$.sites[*].placeId') @> jsonb_build_array(near.place)
                  union select d.service_id, jsonb_path_query_array(d.content, '$.sites[*].placeId') <@ (select coalesce(jsonb_agg(place), '[]') from near)
                      and jsonb_path_exists(d.content, '$.sites[*]')
                    from directory.draft d where d.organisation_id = $4
                )
                select s.code, s.state, s.organisation_id, coalesce(d.content, r.content)::text, coalesce(d.content_version, r.content_version), a.near
                from (select id, bool_or(near) as near from alike group by id) a
                join directory.service s on s.id = a.id and s.id is distinct from $5
                join lateral (select content, content_version from directory.revision where service_id = s.id order by number desc limit 1) r on true
                left join directory.draft d on d.service_id = s.id and d.organisation_id = $4
                order by a.near, s.code limit $7
                """,
                (NpgsqlConnection)context.Database.GetDbConnection());
            command.Parameters.Add(new NpgsqlParameter { Value = look.Phones.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(RuleCalls.Words(look.Website is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) ? Host(address) : null));
            command.Parameters.Add(new NpgsqlParameter { Value = look.Places.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
            command.Parameters.Add(RuleCalls.Uuid(look.OrganisationId));
            command.Parameters.Add(RuleCalls.Uuid(look.Self));
            command.Parameters.Add(new NpgsqlParameter { Value = NearKm / KmOfADegree, NpgsqlDbType = NpgsqlDbType.Double });
            command.Parameters.Add(new NpgsqlParameter { Value = MostCandidates, NpgsqlDbType = NpgsqlDbType.Integer });
            var candidates = new List<Candidate>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                candidates.Add(new Candidate(reader.GetString(0), EnumSlug.Parse<ServiceState>(reader.GetString(1)), reader.GetGuid(2), reader.GetString(3), reader.GetInt32(4), reader.GetBoolean(5)));
            return candidates;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private sealed record Candidate(string Code, ServiceState State, Guid OrganisationId, string Content, int Version, bool IsNear);
}

/// <summary>What is known of the service that somebody writes about.</summary>
/// <param name="OrganisationId">Who writes.</param>
/// <param name="IsReviewer">They may read what was declined or removed.</param>
/// <param name="Phones">As descriptions keep them.</param>
/// <param name="Places">GeoNames ids of its towns.</param>
public sealed record LookFor(
    Guid OrganisationId, bool IsReviewer, IReadOnlyList<string> Names, IReadOnlyList<string> Phones, string? Website, IReadOnlyList<int> Places)
{
    /// <summary>The entry itself; null: there is none yet.</summary>
    public Guid? Self { get; init; }

    /// <summary>Codes of which somebody said that this is another one.</summary>
    public IReadOnlyList<string> OtherThan { get; init; } = [];

    /// <summary>Names of whoever runs it; empty: nobody knows.</summary>
    public IReadOnlyList<string> Provider { get; init; } = [];

    public static LookFor Like(ListingContent content, Guid organisation, bool isReviewer)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new LookFor(
            organisation,
            isReviewer,
            [.. content.OtherNames.Append(content.Name).SelectMany(name => name.In.Values).Select(words => words.Value)],
            [.. content.Phones.Select(phone => phone.Number)],
            content.Website?.Url,
            [.. content.Sites.Select(site => site.PlaceId).Distinct()])
        {
            Provider = content.Provider.Name is { } provider ? [.. provider.In.Values.Select(words => words.Value)] : [],
        };
    }
}

/// <param name="Found">The surest first.</param>
/// <param name="ReviewersKnow">Something like it was declined or removed before, which is not for whoever asks to read.</param>
public sealed record Lookalikes(IReadOnlyList<Lookalike> Found, bool ReviewersKnow);

/// <param name="PlaceId">GeoNames id of its first town.</param>
public sealed record Lookalike(string Code, Text Name, ServiceState State, int? PlaceId, Alike Why);

public enum Alike
{
    Phone,
    Website,
    Name,
    Not,
}
