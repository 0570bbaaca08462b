using ServiceDirectory.Core.Audit;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What somebody may be, to choose from.</summary>
/// <param name="Legend">Of the whole.</param>
/// <param name="Possible">What the organisation has to give.</param>
/// <param name="Chosen">As <c>EnumSlug</c> writes them.</param>
/// <param name="Wrong">What was wrong with the choice; null: nothing.</param>
public sealed record RolesModel(string Legend, IReadOnlyList<ActorRole> Possible, IReadOnlyList<string> Chosen, string? Wrong);
