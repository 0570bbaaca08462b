using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Guides;

/// <summary>A page about one guide: it is there for those who write it, and for those whose eyes it waits for.</summary>
public abstract class GuidePageModel(GuideService guides) : CurateModel
{
    public WrittenGuide Guide { get; private set; } = null!;

    /// <summary>What has to be said first: keys of words, or whole ones.</summary>
    public WrongFields Wrong { get; } = new();

    protected GuideService Guides => guides;

    protected MoveGuide Move => new(Guide.Id, Seat.OrganisationId, Member.AccountId, Today);

    /// <summary>Whether this person writes it.</summary>
    public bool IsOurs => Guide.OrganisationId == Seat.OrganisationId;

    /// <param name="guide">Its code; null where the address has only spaces there.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <returns>False: it is not there for them.</returns>
    protected async Task<bool> OpenAsync(string? guide, CancellationToken cancellation)
    {
        if (guide is null || await guides.FindAsync(guide, Seat.OrganisationId, Member.AccountId, May(Deed.ApproveGuides), cancellation) is not { } found)
            return false;
        Guide = found;
        return true;
    }

    /// <summary>What the rules say, each beside its field.</summary>
    protected void Add(ListingInvalidException invalid)
    {
        ArgumentNullException.ThrowIfNull(invalid);
        foreach (var problem in invalid.Problems)
            Wrong.Add(problem.Field.Split('.')[0], GuideWords(problem));
    }

    /// <summary>The key of what stands against something.</summary>
    protected static string KeyOf(ListingRefusedException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return refused.Rule switch
        {
            "guide_second" => "Written.Refused.Second",
            "guide_newer" => "Written.Refused.Newer",
            "guide_waits" => "Written.Refused.Waits",
            "guide_named" => "Written.Refused.Named",
            "guide_one_country" => "Written.Refused.OneCountry",
            "guide_field" => "Written.Refused.Field",
            "guide_ends" => "Written.Refused.Ends",
            "guide_over" => "Written.Refused.Over",
            _ => "Suspension.Refused",
        };
    }

    private static string GuideWords(ListingProblem problem) => problem.Reason switch
    {
        "raw-html" => "Written.Problem.Html",
        "image" => "Written.Problem.Image",
        "link" => "Written.Problem.Link",
        "too-deep" => "Written.Problem.Deep",
        "not-in-every-language" => "Written.Problem.Languages",
        "not-your-field" => "Written.Refused.Field",
        "in-the-future" => "Written.Problem.Future",
        "too-long" => "Written.Problem.TooLong",
        "out-of-range" when problem.Field == GuideField.EndsOn => "Written.Refused.Ends",
        "empty" or "too-many" or "direction-override" or "control-character" or "unknown" or "twice" => WrongFields.KeyOf(problem),
        _ => "Entry.Problem.Other",
    };
}
