using System.Globalization;
using System.Numerics;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;

namespace ServiceDirectory.Core.Search;

/// <summary>The rows of the search statement, which come in no order, read into the groups of a page.</summary>
internal sealed class ListingSearchAnswer
{
    private readonly List<Row> _rows = [];
    private readonly Dictionary<int, NeedLine> _lines = [];
    private int _here;
    private int _remote;
    private bool _more;
    private bool _someWords;
    private long[] _yes = [];
    private long[] _unknown = [];

    private ListingSearchAnswer()
    {
    }

    /// <summary>The largest id of a time zone in the database.</summary>
    public int LastZone { get; private set; }

    public static async Task<ListingSearchAnswer> ReadAsync(
        NpgsqlDataReader rows, Instant now, IDateTimeZoneProvider zones, CancellationToken cancellation)
    {
        var answer = new ListingSearchAnswer();
        while (await rows.ReadAsync(cancellation))
        {
            switch (rows.GetInt32(Column.Kind))
            {
                case ListingSearchStatement.Totals:
                    answer.ReadTotals(rows);
                    break;
                case ListingSearchStatement.Line:
                    answer.ReadLine(rows);
                    break;
                default:
                    answer._rows.Add(Row.Read(rows, now, zones));
                    break;
            }
        }

        return answer;
    }

    public SearchResults ToResults(SearchCriteria criteria, DirectoryCatalogue catalogue)
    {
        var yes = CountBits(_yes);
        var unknown = CountBits(_unknown);
        return new SearchResults
        {
            Total = _here,
            MoreThanTotal = _more,
            SomeWordsOnly = _someWords,
            RemoteTotal = _remote,
            Needs = [.. criteria.Needs.Distinct().Select(need => _lines[need])],
            Here = Group(ListingSearchStatement.Here),
            Remote = Group(ListingSearchStatement.Remote),
            Further = Group(ListingSearchStatement.Further),
            Counts =
            [
                .. catalogue.Facets.Where(f => f.Use is not FacetUse.Note).Select(f => new FacetCount(
                    f.Id, Yes: yes[f.Id], NotKnown: f.Use is FacetUse.Exclude ? 0 : unknown[f.Id])),
            ],
        };
    }

    private List<SearchHit> Group(int kind) =>
        [.. _rows.Where(r => r.Kind == kind).OrderBy(r => r.Order).ThenBy(r => r.Hit.Code, StringComparer.Ordinal).Select(r => r.Hit)];

    private void ReadTotals(NpgsqlDataReader row)
    {
        _here = row.GetInt32(Column.A);
        _remote = row.GetInt32(Column.B);
        _more = row.GetBoolean(Column.More);
        _someWords = row.GetBoolean(Column.SomeWords);
        LastZone = row.IsDBNull(Column.C) ? 0 : row.GetInt32(Column.C);
        _yes = row.IsDBNull(Column.YesMasks) ? [] : row.GetFieldValue<long[]>(Column.YesMasks);
        _unknown = row.IsDBNull(Column.UnknownMasks) ? [] : row.GetFieldValue<long[]>(Column.UnknownMasks);
    }

    private void ReadLine(NpgsqlDataReader row)
    {
        int need = row.GetInt32(Column.A);
        _lines[need] = new NeedLine(
            need,
            Here: row.GetInt32(Column.B),
            NearestKm: row.IsDBNull(Column.Number) ? null : Kilometres(row.GetInt64(Column.Number)),
            Remote: row.GetInt32(Column.C));
    }

    /// <summary>How many masks have each bit: a few thousand masks of some twenty bits, well under a millisecond.</summary>
    private static int[] CountBits(long[] masks)
    {
        var counts = new int[64];
        foreach (long mask in masks)
        {
            for (ulong rest = (ulong)mask; rest != 0; rest &= rest - 1)
                counts[BitOperations.TrailingZeroCount(rest)]++;
        }

        return counts;
    }

    /// <summary>The upper half of a number that carries decimetres above a site's id.</summary>
    private static double Kilometres(long nearest) => (nearest >> 32) / 10_000.0;

    /// <summary>The same where above that stands how long it is until the site opens.</summary>
    private static double KilometresHere(long nearest) => Kilometres(nearest & ((Decimetres << 32) | uint.MaxValue));

    private static readonly long Decimetres = long.Parse(ListingSearchStatement.Decimetres, CultureInfo.InvariantCulture);

    private sealed record Row(int Kind, long Order, SearchHit Hit)
    {
        public static Row Read(NpgsqlDataReader row, Instant now, IDateTimeZoneProvider zones)
        {
            int kind = row.GetInt32(Column.Kind);
            long nearest = row.GetInt64(Column.Number);
            bool hasDistance = row.GetBoolean(Column.HasDistance);
            var card = Card(row);
            var warnings = WarningsNow.Read(row.GetString(Column.Warnings), now);
            Guid? site = row.IsDBNull(Column.SiteId) ? null : row.GetGuid(Column.SiteId);
            return new Row(
                kind,
                Order: row.GetInt64(Column.Order),
                new SearchHit
                {
                    Code = row.GetString(Column.Code),
                    Card = warnings.Offered(card),
                    Language = row.GetString(Column.Language),
                    SiteId = site,
                    Km = !hasDistance ? null : kind is ListingSearchStatement.Here ? KilometresHere(nearest) : Kilometres(nearest),
                    OtherSites = kind is ListingSearchStatement.Remote ? 0 : row.GetInt32(Column.A) - 1,
                    Yes = row.GetInt64(Column.Yes),
                    No = row.GetInt64(Column.No),
                    OpenState = Open(row, kind, warnings, now, zones),
                    IsClosedToday = warnings.IsClosed(site),
                    HasNoLine = warnings.LeavesNoLine(card),
                    Zone = row.GetString(Column.Zone),
                    State = EnumSlug.Parse<EntryState>(row.GetString(Column.State)),
                    CheckedOn = row.GetFieldValue<LocalDate>(Column.CheckedOn),
                    DueOn = row.GetFieldValue<LocalDate>(Column.DueOn),
                    TrainedOn = row.IsDBNull(Column.TrainedOn) ? null : row.GetFieldValue<LocalDate>(Column.TrainedOn),
                });
        }

        private static OpenState? Open(NpgsqlDataReader row, int kind, WarningsNow warnings, Instant now, IDateTimeZoneProvider zones)
        {
            var week = row.IsDBNull(Column.Hours) ? null : WeekMinutes.Parse(row.GetString(Column.Hours));
            if (week is null && kind is ListingSearchStatement.Remote)
                return null;
            var special = row.IsDBNull(Column.SpecialDates)
                ? []
                : row.GetFieldValue<LocalDate[]>(Column.SpecialDates)
                    .Zip(row.GetFieldValue<string[]>(Column.SpecialHours))
                    .ToDictionary(day => day.First, day => WeekMinutes.Parse(day.Second));
            // Days of a place stand among its special ones; who answers from afar has none.
            foreach (var on in kind is ListingSearchStatement.Remote ? warnings.ClosedOn(site: null) : [])
                special[on] = WeekMinutes.None;
            // A zone that is newer than this program has no clock here.
            return zones.GetZoneOrNull(row.GetString(Column.Zone)) is { } zone
                ? new OpenHours(week, special, zone).At(now)
                : new OpenState(OpenKind.NotKnown, null);
        }

        private static ServiceCard Card(NpgsqlDataReader row) =>
            ServiceCardReader.Read(row.GetFieldValue<byte[]>(Column.Card));
    }

    /// <summary>Columns of the answer, in the statement's order.</summary>
    private static class Column
    {
        public const int Kind = 0, A = 1, B = 2, C = 3, Number = 4, Order = 5, YesMasks = 6, UnknownMasks = 7, More = 8;
        public const int Code = 9, State = 10, CheckedOn = 11, DueOn = 12, TrainedOn = 13, Language = 14, Card = 15;
        public const int SiteId = 16, HasDistance = 17, Yes = 18, No = 19;
        public const int Hours = 20, Zone = 21, SpecialDates = 22, SpecialHours = 23, SomeWords = 24, Warnings = 25;
    }
}
