using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>The two questions, filled in as far as they were answered.</summary>
public sealed record SearchFormModel
{
    /// <summary>Needs already chosen, shown with ticks that can be taken away.</summary>
    public IReadOnlyList<Need> Chosen { get; init; } = [];

    /// <summary>What stands in the field for words.</summary>
    public string? Words { get; init; }

    /// <summary>What stands in the field for the place.</summary>
    public string? Near { get; init; }

    /// <summary>The place whose name <see cref="Near"/> is, if it is one.</summary>
    public Place? Place { get; init; }

    /// <summary>Filters that stay as they are.</summary>
    public SearchQuery Kept { get; init; } = new();

    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Only the place is asked for: the needs are given by the page.</summary>
    public bool PlaceOnly { get; init; }

    /// <summary>The form above the results: everything else stays as it is.</summary>
    public static SearchFormModel Of(SearchReading search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var (understood, place) = (search.Understood, search.Place);
        var named = place is null ? null : SayPlaces.Full(place);
        return new SearchFormModel
        {
            // Beside an error stands what was typed, not what was made of it.
            Chosen = search.HasErrors ? understood.Needs : search.Needs,
            Words = search.HasErrors ? understood.Words : search.Rest,
            Near = search.HasErrors ? understood.Near ?? named : named ?? understood.Near,
            Place = place,
            // An order by distance or by words would be wrong without them.
            Kept = search.Plain with
            {
                Need = [],
                Near = null,
                Place = null,
                Q = null,
                Page = null,
                Sort = understood.Sort is SortBy.Checked ? search.Plain.Sort : null,
            },
            Errors = understood.Errors,
        };
    }
}
